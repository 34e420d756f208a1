namespace Countersign.Console.Frame;

/// <summary>What becomes of a form that was sent: what it asks for, or its page again, with what was wrong and all that was typed.</summary>
internal static class Submission
{
    /// <param name="visit">The request.</param>
    /// <param name="work">Does what the form asks for, and says where to go.</param>
    /// <param name="again">The form's page.</param>
    /// <param name="fieldOf">Where to show a refusal whose member is no field of the form; null for its top.</param>
    /// <param name="fields">The form's fields.</param>
    public static async Task<IResult> Submit(
        this Visit visit, Func<Task<IResult>> work, Func<Visit, Task<IResult>> again, Func<ApiError, string?>? fieldOf = null, params string[] fields)
    {
        try
        {
            return await work();
        }
        catch (ApiError refusal) when (refusal.Status is not (StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound))
        {
            visit.Form.Refuse(refusal, fieldOf?.Invoke(refusal), fields);
            return await again(visit);
        }
    }

    /// <summary>Requires that a name was typed out before something is gone for good.</summary>
    /// <exception cref="ApiError">ValidationError at the field <c>Confirmation</c>.</exception>
    public static void RequireTyped(this Visit visit, string name)
    {
        if (visit.Form.Value("Confirmation").Trim() != name)
            throw FormErrors.NotConfirmed("Confirmation", name);
    }
}
