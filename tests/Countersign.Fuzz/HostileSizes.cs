using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Countersign.Otp.SeedFiles;
using Countersign.Policy;
using Countersign.Query;
using Countersign.Tests.Query;

namespace Countersign.Fuzz;

/// <summary>Times what is large on purpose. What is promised of it are steps and bytes, in the tests; these are the figures.</summary>
internal static class HostileSizes
{
    private const int Rounds = 15;

    /// <summary>Prints a table: median time of a processor, and bytes.</summary>
    public static void Print()
    {
        System.Console.WriteLine("| input | ms | KiB allocated |");
        System.Console.WriteLine("|---|---:|---:|");
        foreach (var (name, act) in Cases())
        {
            var (milliseconds, kib) = Measure(act);
            System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {milliseconds:F3} | {kib} |"));
        }
    }

    private static (double Milliseconds, long Kib) Measure(Action act)
    {
        var times = new List<double>();
        long allocated = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (before, began) = (GC.GetAllocatedBytesForCurrentThread(), ThreadClock.Now);
            act();
            times.Add((ThreadClock.Now - began).TotalMilliseconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
        return (times.Order().ElementAt(Rounds / 2), allocated / 1024);
    }

    private static IEnumerable<(string Name, Action Act)> Cases()
    {
        var signer = new Signer { Body = "Action=ListUsers&Version=2010-05-08&x=" + new string('a', QueryEndpoint.BodyLimit - 38) };
        var signed = signer.WithHeader();
        yield return ("body of 1 MiB: read as a form, signature verified", () =>
        {
            _ = new WireRequest(signed.Method, "/", signed.Headers, signed.Body).Parameters.Count;
            SignedRequest.TryRead(signed)!.Verify(Signer.Secret, signer.Now, new SigningKeyCache());
        }
        );

        var tenThousand = Bytes(string.Join('&', Enumerable.Range(0, FormReader.MaxParameters).Select(i => $"Tags.member.{i}.Key={i}")));
        yield return ("10,000 parameters: read, made a tree", () => _ = Form(tenThousand).Root);
        yield return ("10,001 parameters: refused", () => Refused(() => Form([.. tenThousand, .. "&one=more"u8])));
        var manyTags = Form(Bytes("VirtualMFADeviceName=a&" + string.Join('&', Enumerable.Range(1, 9_000).Reverse().Select(i => $"Tags.member.{i}.Wrong=1"))));
        yield return ("9,000 wrong tags: refused", () => Refused(
            () => RequestBinder.Bind(typeof(Mfa.CreateVirtualMFADevice.Request), manyTags, "iam:CreateVirtualMFADevice")));
        var deepName = Bytes(string.Join('&', Enumerable.Range(0, 2_000).Select(i => $"{string.Join('.', Enumerable.Repeat("A", 100))}{i}=1")));
        yield return ("2,000 names of 100 parts: read, ignored", () => _ = Form(deepName).Root);

        yield return ("policy JSON 100 deep: refused", () => Faulty(string.Concat(Enumerable.Repeat("[", 100))));
        yield return ("policy JSON 100,000 deep: refused", () => Faulty(Deep));
        yield return ("policy with a number of 100,000 digits: refused", () => Faulty(LongNumber));
        foreach (var (name, part) in new[] { ("a*a*…b", "a*"), ("*a?*a?…b", "*a?"), ("**a**a…b", "**a") })
        {
            var pattern = string.Concat(Enumerable.Repeat(part, 2047 / part.Length)) + "b";
            var compiled = new Pattern(pattern, PatternKind.Like, variables: false);
            yield return ($"pattern {name} of 2,048 over 2,048 characters: no match", () => compiled.Matches(Text, RequestContext.Empty));
        }

        var slow = new Pattern("*" + new string('a', 1023) + "b", PatternKind.Like, variables: false);
        yield return ("pattern *aaa…b of 1,025 over 2,048 characters, the most steps there are: no match", () => slow.Matches(Text, RequestContext.Empty));

        foreach (var (name, begin) in new[] { ("PSKC", "<KeyContainer><KeyPackage>"), ("sdtid", "<TKNBatch><TKNHeader>") })
        {
            var deep = Bytes(begin + string.Concat(Enumerable.Repeat("<a>", 100)));
            yield return ($"{name} 100 deep: refused", () => Unreadable(deep));
        }
        var laughs = Bytes("<!DOCTYPE KeyContainer [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><KeyContainer>&b;</KeyContainer>");
        yield return ("PSKC with a document type: refused", () => Unreadable(laughs));
        var line = Bytes("serial,secret\n" + new string('a', 10_000_000));
        yield return ("CSV with a line of 10 million characters: refused", () => Unreadable(line));
        var random = Bytes(Convert.ToHexString(RandomNumberGenerator.GetBytes(500_000)));
        yield return ("1 MB that is no format: refused", () => Unreadable(random));
    }

    private static string Deep { get; } = string.Concat(Enumerable.Repeat("[", 100_000));

    private static string LongNumber { get; } =
        "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"NumericEquals\":{\"a:n\":" + new string('9', 100_000) + "}}}}";

    private static string Text { get; } = new('a', 2048);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static Parameters Form(byte[] form)
    {
        var parameters = new Parameters();
        FormReader.Read(form, parameters);
        return parameters;
    }

    private static void Refused(Action act)
    {
        try
        {
            act();
        }
        catch (ApiError)
        {
            return;
        }
        throw new BrokenPromiseException("not refused");
    }

    private static void Faulty(string text) =>
        Promise.That(!PolicyDocument.TryParse(text, PolicyKind.InlineIdentity, out _, out _), "a policy");

    private static void Unreadable(byte[] file)
    {
        try
        {
            using var stream = new MemoryStream(file);
            Promise.That(SeedFile.Open(stream, SeedFileKeys.None).Rows.All(row => row.Refusal is not null), "a token");
        }
        catch (SeedFileException)
        {
            // refused as a whole
        }
    }
}
