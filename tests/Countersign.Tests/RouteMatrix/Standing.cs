namespace Countersign.Tests.RouteMatrix;

/// <summary>How far a visitor has come.</summary>
internal enum Standing
{
    /// <summary>No cookie.</summary>
    Anonymous,

    /// <summary>Signed in by password, without a device.</summary>
    PasswordOnly,

    /// <summary>The password was right and the code is due.</summary>
    Pending,

    /// <summary>As before, and with so many failures that each further try must wait.</summary>
    Throttled,

    /// <summary>Has a device, and a session in which it was not given.</summary>
    WithoutMfa,

    /// <summary>Signed in with password and code.</summary>
    WithMfa,

    /// <summary>A session that has rested for too long.</summary>
    Expired,

    /// <summary>The password was right, and the account demands that a first device is assigned before anything else.</summary>
    Enrolling,
}
