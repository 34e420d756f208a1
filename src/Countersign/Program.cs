var builder = WebApplication.CreateSlimBuilder(args);
builder.Build();
