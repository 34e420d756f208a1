using Countersign.Storage;

namespace Countersign.Mfa.Tokens;

/// <summary>A token of the inventory, as it is told: without its seed.</summary>
/// <param name="SerialNumber">What is printed on it.</param>
/// <param name="Name">What its user calls it; the serial number when nobody has named it.</param>
/// <param name="Kind">As pages name it: <c>Hardware token</c>.</param>
/// <param name="Description">What it does, in words.</param>
/// <param name="Manufacturer">Who made it, as the file said.</param>
/// <param name="Model">Which model it is.</param>
/// <param name="Status"><c>available</c>, <c>lost</c> or <c>disabled</c>.</param>
/// <param name="UserName">Whose it is; null for nobody's.</param>
/// <param name="IntendedFor">The user that the maker's file named.</param>
/// <param name="ValidFrom">Before it the token is refused.</param>
/// <param name="ValidUntil">From then on the token is refused.</param>
/// <param name="IsForApi">Whether the API takes its serial number and codes; else it works in the console only.</param>
/// <param name="ImportDate">Since when it is in the inventory.</param>
/// <param name="EnableDate">Since when it is its user's.</param>
/// <param name="LastUsed">When a code of it was accepted last.</param>
/// <param name="ClockAhead">How far its clock was ahead when last seen; null when it counts no time, or none was seen.</param>
public sealed record TokenFacts(
    SerialNumber SerialNumber, string Name, string Kind, string Description, string? Manufacturer, string? Model, string Status,
    string? UserName, string? IntendedFor, DateTimeOffset? ValidFrom, DateTimeOffset? ValidUntil, bool IsForApi,
    DateTimeOffset ImportDate, DateTimeOffset? EnableDate, DateTimeOffset? LastUsed, TimeSpan? ClockAhead)
{
    internal static TokenFacts Of(Token token)
    {
        var device = token.Device;
        var kind = SecondFactor.Of(device);
        return new TokenFacts(
            SerialNumber.Stored(device.SerialNumber), device.Name, kind.Label, TokenKind.Of(device.Kind)!.Describe(device),
            device.Manufacturer, device.Model, device.Status, token.UserName, device.IntendedFor, device.ValidFrom, device.ValidUntil,
            TokenKind.IsForApi(device), device.CreatedAt, device.EnabledAt, device.LastUsedAt,
            device.UserId is null && device.LastUsedAt is null && device.DriftSteps == 0 ? null : kind.ClockAhead(device));
    }
}
