using System.Diagnostics.Metrics;
using Countersign.SignIn;
using Countersign.Storage;

namespace Countersign.Observing;

/// <summary>What is read off the rooms whenever somebody asks: they keep these numbers anyway.</summary>
internal static class Gauges
{
    public static void Add(Meter meter, PasswordHasher hasher, WriteBehind behind)
    {
        meter.CreateObservableUpDownCounter(
            "countersign.password.hashes.computing", () => hasher.Computing, "{hash}", "Password hashes that are being computed.");
        meter.CreateObservableUpDownCounter(
            "countersign.password.hashes.waiting", () => hasher.Waiting, "{hash}", "Password hashes that wait for a core.");
        meter.CreateObservableCounter(
            "countersign.password.hashes.refused", () => hasher.Refused, "{hash}", "Password hashes refused because too many waited.");
        meter.CreateObservableUpDownCounter(
            "countersign.write_behind.waiting", () => behind.Length, "{write}", "Audit events and last-used stamps that wait to be written.");
        meter.CreateObservableCounter(
            "countersign.write_behind.lost", () => behind.Lost, "{write}", "Audit events and last-used stamps that were lost.");
    }
}
