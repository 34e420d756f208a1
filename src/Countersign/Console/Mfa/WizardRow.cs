using Countersign.Console.Frame;

namespace Countersign.Console.Mfa;

/// <summary>A kind of device on the wizard's first page. Rows are found: a new kind brings its own.</summary>
internal abstract class WizardRow
{
    private static readonly WizardRow[] Rows = [.. typeof(WizardRow).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(WizardRow)) && !type.IsAbstract)
        .Select(type => (WizardRow)Activator.CreateInstance(type)!)
        .OrderBy(row => row.Order)];

    /// <summary>Every row, from the top.</summary>
    public static IReadOnlyList<WizardRow> All => Rows;

    /// <summary>Its place on the page; the lowest that can be chosen here is, at first.</summary>
    public abstract int Order { get; }

    /// <summary>The radio button's value.</summary>
    public abstract string Value { get; }

    /// <summary>What it is called.</summary>
    public abstract string Title { get; }

    /// <summary>For whom it is good.</summary>
    public abstract string Hint { get; }

    /// <summary>A name for a device of this kind, where the visitor has no better one.</summary>
    public virtual string Suggestion => "device";

    /// <summary>Whether it is the best for most.</summary>
    public virtual bool IsRecommended => false;

    /// <summary>Registers the pages of its own steps.</summary>
    public abstract void Map(WebApplication app);

    /// <summary>Goes from the first page to its own.</summary>
    /// <exception cref="ApiError">The device cannot be set up under this name.</exception>
    public abstract Task<IResult> Start(Visit visit, string userName, string deviceName);

    /// <summary>Why it cannot be chosen here; null when it can.</summary>
    public virtual string? WhyNot(Visit visit) => null;
}
