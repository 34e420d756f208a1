namespace Countersign;

/// <summary>Marks an operation's request, so that the compiler knows what the pipeline answers to it.</summary>
/// <typeparam name="TResponse">The operation's response.</typeparam>
#pragma warning disable CA1040 // the type parameter is the content
public interface IRequest<out TResponse>;
#pragma warning restore CA1040
