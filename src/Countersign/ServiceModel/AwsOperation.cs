namespace Countersign.ServiceModel;

/// <summary>One operation of an AWS API, as its public service model describes it.</summary>
/// <param name="Service">The API that it belongs to.</param>
/// <param name="Name">Its name, such as <c>EnableMFADevice</c>.</param>
/// <param name="Input">What a request holds; null when nothing.</param>
/// <param name="Output">What the answer holds; null when nothing, and then the answer has no result element.</param>
/// <param name="Errors">The errors that the model names.</param>
/// <param name="Signed">Whether requests must be signed; a few that carry their own proof are not.</param>
internal sealed record AwsOperation(
    AwsService Service, string Name, Shape? Input, Shape? Output, IReadOnlyList<AwsError> Errors, bool Signed)
{
    /// <summary>The name that policies use, such as <c>iam:EnableMFADevice</c>.</summary>
    public string Action => $"{Service.Name}:{Name}";

    /// <summary>The operation of an action such as <c>iam:EnableMFADevice</c>; null when AWS has none (ours are not there).</summary>
    public static AwsOperation? Find(string action) =>
        AwsService.Iam.FindAction(action) ?? AwsService.Sts.FindAction(action);
}

/// <summary>An error that an operation may answer with.</summary>
/// <param name="Code">The code on the wire.</param>
/// <param name="Status">The HTTP status; 400 where the model names none.</param>
internal sealed record AwsError(string Code, int Status);
