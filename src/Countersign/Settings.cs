using System.ComponentModel.DataAnnotations;
using Countersign.Mfa;
using Countersign.SignIn;

namespace Countersign;

/// <summary>Reads and checks every setting at start. One that is unknown or out of range stops it, named.</summary>
internal sealed record Settings(
    ServerOptions Server, IReadOnlyList<GivenAccount> Accounts, MfaOptions Mfa, SignInOptions SignIn, LoggingOptions Logging, TelemetryOptions Telemetry)
{
    private static readonly string[] Sections = ["Accounts", "Mfa", "SignIn", "Logging", "Telemetry"];

    /// <exception cref="StartupException">A setting is unknown or wrong.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var known = typeof(ServerOptions).GetProperties().Select(property => property.Name).Concat(Sections).ToList();
        foreach (var section in configuration.GetChildren())
        {
            if (!known.Contains(section.Key, StringComparer.OrdinalIgnoreCase))
                throw new StartupException($"Unknown setting '{section.Key}'. Known at the top level: {string.Join(", ", known)}.");
        }

        return new Settings(
            Bind<ServerOptions>(configuration, "", onlyKnown: false),
            [.. configuration.GetSection("Accounts").GetChildren().Select(account => Bind<GivenAccount>(account, account.Path, onlyKnown: true))],
            Bind<MfaOptions>(configuration.GetSection("Mfa"), "Mfa", onlyKnown: true),
            Bind<SignInOptions>(configuration.GetSection("SignIn"), "SignIn", onlyKnown: true),
            Bind<LoggingOptions>(configuration.GetSection("Logging"), "Logging", onlyKnown: true),
            Bind<TelemetryOptions>(configuration.GetSection("Telemetry"), "Telemetry", onlyKnown: true));
    }

    private static T Bind<T>(IConfiguration configuration, string name, bool onlyKnown)
        where T : new()
    {
        if (onlyKnown)
        {
            foreach (var entry in configuration.GetChildren())
            {
                if (typeof(T).GetProperty(entry.Key, System.Reflection.BindingFlags.IgnoreCase | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance) is null)
                    throw new StartupException($"Unknown setting '{name}:{entry.Key}'. Known there: {string.Join(", ", typeof(T).GetProperties().Select(property => property.Name))}.");
            }
        }

        T options;
        try
        {
            options = configuration.Get<T>() ?? new T();
        }
        catch (InvalidOperationException e)
        {
            throw new StartupException($"A setting cannot be read: {e.Message}", e);
        }

        var faults = new List<ValidationResult>();
        return Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true)
            ? options
            : throw new StartupException($"Setting {(name.Length > 0 ? name + ":" : "")}{faults[0].MemberNames.First()}: {faults[0].ErrorMessage}");
    }
}
