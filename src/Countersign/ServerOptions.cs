using System.ComponentModel.DataAnnotations;

namespace Countersign;

/// <summary>Settings at the top level: flags, then environment (<c>COUNTERSIGN__NAME</c>), then <c>appsettings.json</c>.</summary>
public sealed record ServerOptions
{
    /// <summary>The folder with database and master key (with <see cref="Database"/>: the master key). Default <c>./countersign-data</c>.</summary>
    [Required]
    public string Data { get; init; } = "./countersign-data";

    /// <summary>A PostgreSQL database instead of the file in the data folder: <c>Host=…;Database=…;Username=…;Password=…</c>. Several nodes may share it.</summary>
    public string? Database { get; init; }

    /// <summary>Where to listen, separated by semicolons. Default <c>http://localhost:8700</c>.</summary>
    [Required]
    public string Urls { get; init; } = "http://localhost:8700";

    /// <summary>Where metrics are served, separated by semicolons: <c>http://localhost:9464</c>. Nowhere by default, and never at <see cref="Urls"/>.</summary>
    public string? MetricsUrls { get; init; }

    /// <summary>How browsers reach the console, if not by the first of <see cref="Urls"/>: <c>https://iam.example.org</c>.</summary>
    [Url]
    public string? PublicUrl { get; init; }

    /// <summary>The file with the master key, if not in the data folder.</summary>
    public string? MasterKeyFile { get; init; }

    /// <summary>Where the first start writes its facts as JSON (mode 0600), instead of printing them.</summary>
    public string? BootstrapOutput { get; init; }

    /// <summary>Addresses of reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed, separated by semicolons.</summary>
    public string? TrustedProxies { get; init; }

    /// <summary>Lets passwords and secrets travel in clear beyond this machine. Default false.</summary>
    public bool AllowPlaintextHttpOnTheNetwork { get; init; }

    /// <summary>Lets an OpenID Connect provider be at <c>http://localhost:PORT</c> or <c>http://127.0.0.1:PORT</c>: whoever has that port may vouch for anybody. Default false.</summary>
    public bool AllowHttpIssuersOnThisMachine { get; init; }
}
