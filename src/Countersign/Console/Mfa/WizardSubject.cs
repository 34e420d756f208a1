namespace Countersign.Console.Mfa;

/// <summary>Who will have the device that the wizard assigns.</summary>
/// <param name="UserName">The user.</param>
/// <param name="DeviceNames">The devices the user has.</param>
/// <param name="DeviceLimit">How many one may have.</param>
public sealed record WizardSubject(string UserName, IReadOnlyList<string> DeviceNames, int DeviceLimit);
