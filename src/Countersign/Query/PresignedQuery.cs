namespace Countersign.Query;

/// <summary>The names of the query parameters that carry a signature in a presigned URL.</summary>
internal static class PresignedQuery
{
    public const string Algorithm = "X-Amz-Algorithm";
    public const string Credential = "X-Amz-Credential";
    public const string Date = "X-Amz-Date";
    public const string Expires = "X-Amz-Expires";
    public const string SecurityToken = "X-Amz-Security-Token";
    public const string ContentHash = "X-Amz-Content-SHA256";
    public const string Signature = "X-Amz-Signature";
    public const string SignedHeaders = "X-Amz-SignedHeaders";

    /// <summary>Whether a request tries to authenticate by its query string.</summary>
    public static bool IsIn(Parameters query) =>
        query.Count > 0 && (query.Find(Algorithm) ?? query.Find(Credential) ?? query.Find(Signature)) is not null;

    /// <summary>The names that must be there and are not.</summary>
    public static IEnumerable<string> Missing(Parameters query) =>
        new[] { Algorithm, Credential, Signature, SignedHeaders, Date, Expires }.Where(name => query.Find(name) is null);
}
