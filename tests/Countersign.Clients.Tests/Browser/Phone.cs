namespace Countersign.Clients.Tests.Browser;

/// <summary>An authenticator app that holds one key.</summary>
/// <param name="server">Whose clock it shares, but for what it is off.</param>
/// <param name="key">Base32, as the set-up page shows it.</param>
internal sealed class Phone(RunningServer server, string key)
{
    /// <summary>How far its clock is fast, in steps of 30 seconds.</summary>
    public int StepsFast { get; set; }

    /// <summary>The code it shows, or will show in some steps.</summary>
    public Task<string> Code(int later = 0) => server.CodeOf(key, StepsFast + later);

    /// <summary>Waits until it shows a code that it has not shown yet.</summary>
    public Task<string> NextCode()
    {
        server.Clock.Advance(Oathtool.Step);
        return Code();
    }
}
