using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace Countersign.Console.Frame;

/// <summary>Stylesheet, scripts and icon, out of the assembly; each address holds a hash, so that browsers may keep it for good.</summary>
internal sealed class Assets
{
    private readonly Dictionary<string, Asset> _files = new(StringComparer.Ordinal);

    private Assets()
    {
    }

    /// <summary>Every file, by its name.</summary>
    public IReadOnlyCollection<string> Names => _files.Keys;

    /// <summary>Reads what was built in.</summary>
    public static Assets Read()
    {
        var assets = new Assets();
        var provider = new ManifestEmbeddedFileProvider(typeof(Assets).Assembly, "wwwroot");
        foreach (var file in provider.GetDirectoryContents("/").Where(file => !file.IsDirectory))
        {
            using var stream = file.CreateReadStream();
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
            assets._files.Add(file.Name, new Asset(bytes, hash, TypeOf(file.Name)));
        }

        return assets;
    }

    /// <summary>The address of a file.</summary>
    public string Url(string name) => $"/{name}?v={_files[name].Hash}";

    public void Map(WebApplication app)
    {
        foreach (var (name, asset) in _files)
            app.MapMethods("/" + name, ["GET", "HEAD"], http => Send(http, asset));
    }

    private static Task Send(HttpContext http, Asset asset)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = http.Request.Query["v"] == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        headers.ETag = $"\"{asset.Hash}\"";
        if (http.Request.Headers.IfNoneMatch == headers.ETag)
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = asset.Bytes.Length;
        return HttpMethods.IsHead(http.Request.Method)
            ? Task.CompletedTask
            : http.Response.Body.WriteAsync(asset.Bytes, http.RequestAborted).AsTask();
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".ico" => "image/x-icon",
        ".png" => "image/png",
        var other => throw new InvalidOperationException($"No media type for {other} files."),
    };

    private sealed record Asset(byte[] Bytes, string Hash, string Type);
}
