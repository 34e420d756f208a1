namespace Countersign.Fuzz;

/// <summary>Every target.</summary>
internal static class Targets
{
    /// <summary>All that are fuzzed, in the order of the doors: the wire, policies, files, cookies.</summary>
    public static IReadOnlyList<Target> All { get; } =
    [
        new SignatureTarget("sigv4-header"), new SignatureTarget("sigv4-presigned"), new FormTarget(), new BinderTarget(),
        new QuestionTarget(), new WebIdentityTarget(),
        new PolicyParserTarget(), new PolicyEvaluatorTarget(), new PolicyPatternTarget(), new PolicyLintTarget(),
        new OtpAuthTarget(), new ExportTarget(), new MigrationTarget(),
        new SeedFileTarget("pskc"), new SeedFileTarget("csv"), new SeedFileTarget("sdtid"), new SeedFileTarget("securid"),
        new SessionTokenTarget(), new CookieTarget(), new ChallengeTarget(), new PasskeyTarget(), new TypedTextTarget(),
    ];

    /// <summary>A target by its name.</summary>
    public static Target Find(string name) => Planted.Find(name) ?? All.Single(target => target.Name == name);
}
