namespace Countersign.Storage;

/// <summary>A sign-in under way: the password was right.</summary>
internal sealed record SignInAttempt
{
    public const string SecondFactor = "second_factor";
    public const string NewPassword = "new_password";
    public const string Enrolment = "enrolment";

    public required byte[] AttemptHash { get; init; }
    public required string AccountId { get; init; }
    public required string UserId { get; init; }

    /// <summary>What is asked for next: <see cref="SecondFactor"/>, <see cref="NewPassword"/> or <see cref="Enrolment"/>.</summary>
    public required string Step { get; init; }
    public required DateTimeOffset PasswordAt { get; init; }
    public DateTimeOffset? MfaAt { get; init; }
    public string? MfaSerial { get; init; }
    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <summary>The table <c>sign_in_attempts</c>: rows move forward only, each step once.</summary>
internal readonly struct SignInAttempts(Statements statements)
{
    public Statements.Asked<SignInAttempt> Ask(byte[] hash) => statements.Ask<SignInAttempt>("""
        SELECT attempt_hash, account_id, user_id, step, password_at, mfa_at, mfa_serial, expires_at
        FROM sign_in_attempts WHERE attempt_hash = @hash
        """, new { hash });

    /// <summary>Adds an attempt as long as the password that it begins with is still the user's: else it leads nowhere.</summary>
    public Task Add(SignInAttempt attempt, string passwordHash) => statements.Later("""
        INSERT INTO sign_in_attempts (attempt_hash, account_id, user_id, step, password_at, expires_at)
        SELECT @AttemptHash, @AccountId, @UserId, @Step, @PasswordAt, @ExpiresAt
        FROM login_profiles WHERE user_id = @UserId AND password_hash = @passwordHash
        """, new { attempt.AttemptHash, attempt.AccountId, attempt.UserId, attempt.Step, attempt.PasswordAt, attempt.ExpiresAt, passwordHash });

    public Task Add(SignInAttempt attempt) => statements.Later("""
        INSERT INTO sign_in_attempts (attempt_hash, account_id, user_id, step, password_at, mfa_at, mfa_serial, expires_at)
        VALUES (@AttemptHash, @AccountId, @UserId, @Step, @PasswordAt, @MfaAt, @MfaSerial, @ExpiresAt)
        """, attempt);

    /// <returns>One row; none when the attempt is gone or no longer at the step it comes from.</returns>
    /// <param name="attempt">As it was read.</param>
    /// <param name="next">With the next step, and what was proven.</param>
    public Statements.Changed Advance(SignInAttempt attempt, SignInAttempt next) => statements.Post("""
        UPDATE sign_in_attempts SET step = @nextStep, password_at = @PasswordAt, mfa_at = @MfaAt, mfa_serial = @MfaSerial, expires_at = @ExpiresAt
        WHERE attempt_hash = @AttemptHash AND step = @Step
        """, new { nextStep = next.Step, next.PasswordAt, next.MfaAt, next.MfaSerial, next.ExpiresAt, attempt.AttemptHash, attempt.Step });

    /// <returns>One row; none when the attempt is gone or no longer at the step it comes from.</returns>
    public Statements.Changed Finish(SignInAttempt attempt) => statements.Post(
        "DELETE FROM sign_in_attempts WHERE attempt_hash = @AttemptHash AND step = @Step", attempt);

    /// <summary>Ends a user's sign-ins under way, all but one if it is given.</summary>
    public Task RemoveOf(string userId, byte[]? except) => statements.Later(
        "DELETE FROM sign_in_attempts WHERE user_id = @userId AND attempt_hash <> @except", new { userId, except = except ?? [] });

    public Task Sweep(DateTimeOffset now) =>
        statements.Later("DELETE FROM sign_in_attempts WHERE expires_at < @now", new { now });
}
