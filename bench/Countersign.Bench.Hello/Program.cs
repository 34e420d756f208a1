// The floor of everything that goes over HTTP: the smallest web server that the framework has.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var app = builder.Build();
app.MapGet("/", () => "hello");
await app.RunAsync();
