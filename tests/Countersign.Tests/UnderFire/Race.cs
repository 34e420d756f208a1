namespace Countersign.Tests.UnderFire;

/// <summary>Requests that want the same thing.</summary>
internal static class Race
{
    /// <summary>Starts them all at one moment.</summary>
    /// <returns>For each null if it was granted, else the code of the refusal.</returns>
    public static async Task<IReadOnlyList<string?>> Of(IReadOnlyList<Func<Task>> requests)
    {
        using var gate = new ManualResetEventSlim();
        var running = requests.Select(request => Task.Run(async () =>
        {
            gate.Wait();
            try
            {
                await request();
                return null;
            }
            catch (ApiError refusal)
            {
                return refusal.Code;
            }
        })).ToList();
        gate.Set();
        return await Task.WhenAll(running);
    }
}
