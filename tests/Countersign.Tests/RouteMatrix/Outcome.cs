namespace Countersign.Tests.RouteMatrix;

/// <summary>All that a route of the console may answer.</summary>
internal enum Outcome
{
    /// <summary>Led to the sign-in page: nobody is signed in.</summary>
    SignIn,

    /// <summary>A page.</summary>
    Page,

    /// <summary>Led on to another page: it was done, or there is nothing to do here.</summary>
    Onward,

    /// <summary>Led to where the password (and the code) is asked for again.</summary>
    Confirm,

    /// <summary>No policy allows it.</summary>
    NotPermitted,

    /// <summary>Something given was not right, or it is too early to try again.</summary>
    Refused,

    /// <summary>There is no such thing, for this visitor.</summary>
    NotFound,

    /// <summary>Stylesheet, script, picture, or whether the server works: the same for all.</summary>
    File,

    /// <summary>The API's XML or JSON, refusing what no program has sent.</summary>
    ApiError,
}
