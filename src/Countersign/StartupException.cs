namespace Countersign;

/// <summary>The server cannot start: one line that says what is wrong and what to do, for standard error.</summary>
internal sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
