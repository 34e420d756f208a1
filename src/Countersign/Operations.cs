using System.Reflection;
using Countersign.ServiceModel;

namespace Countersign;

/// <summary>Every operation there is, found in the assembly: adding one is adding a file.</summary>
internal sealed class Operations
{
    private readonly Dictionary<string, OperationEntry> _byAction = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, OperationEntry> _byRequest = [];

    public Operations(IServiceProvider services)
    {
        foreach (var type in typeof(Operations).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false }))
        {
            var contract = type.GetInterfaces().SingleOrDefault(
                face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IOperation<,>));
            if (contract is null)
                continue;

            var entry = (OperationEntry)Activator.CreateInstance(
                typeof(OperationEntry<,,>).MakeGenericType([type, .. contract.GetGenericArguments()]), services)!;
            _byAction.Add(entry.Action, entry);
            _byRequest.Add(entry.RequestType, entry);
        }
    }

    public IReadOnlyCollection<OperationEntry> All => _byAction.Values;

    public OperationEntry Of(Type requestType) => _byRequest[requestType];

    /// <param name="action">As in policies: <c>iam:CreateUser</c>.</param>
    public OperationEntry? Find(string action) => _byAction.GetValueOrDefault(action);
}

/// <summary>What the doors and the pipeline know of an operation.</summary>
internal abstract class OperationEntry(string action, bool readOnly, Type operationType, Type requestType, Type responseType)
{
    public string Action => action;
    public bool ReadOnly => readOnly;
    public Type OperationType => operationType;
    public Type RequestType => requestType;
    public Type ResponseType => responseType;

    /// <summary>What policies must allow when it is called without any parameter; null when it cannot be.</summary>
    public abstract Task<IReadOnlyList<Need>?> BareNeeds(Call call);

    /// <summary>For the door that learns the operation's name only when the request comes.</summary>
    public abstract Task<object> Run(Pipeline pipeline, IProof proof, Func<Type, object> bind, CallFacts facts, CancellationToken cancellation);
}

/// <summary>An operation whose answer's type is known.</summary>
internal abstract class Entry<TResponse>(string action, bool readOnly, Type operationType, Type requestType)
    : OperationEntry(action, readOnly, operationType, requestType, typeof(TResponse))
{
    public abstract Task<TResponse> Run(
        Pipeline pipeline, IProof proof, Func<IRequest<TResponse>> bind, CallFacts facts, CancellationToken cancellation);

    public abstract Task<TResponse> RunInside(Pipeline pipeline, IRequest<TResponse> request, Call call);

    public override async Task<object> Run(
        Pipeline pipeline, IProof proof, Func<Type, object> bind, CallFacts facts, CancellationToken cancellation) =>
        (await Run(pipeline, proof, () => (IRequest<TResponse>)bind(RequestType), facts, cancellation))!;
}

/// <summary>An operation whose request's type is known too: what the pipeline runs.</summary>
internal abstract class OperationEntry<TRequest, TResponse>(string action, bool readOnly, Type operationType)
    : Entry<TResponse>(action, readOnly, operationType, typeof(TRequest))
    where TRequest : IRequest<TResponse>
{
    public abstract IOperation<TRequest, TResponse> Create();

    /// <summary>Checks the request's form against the service model.</summary>
    /// <exception cref="ApiError">ValidationError, every fault in one message.</exception>
    public void Check(TRequest request) => RequestCheck.Check(Action, request);

    public override Task<TResponse> Run(
        Pipeline pipeline, IProof proof, Func<IRequest<TResponse>> bind, CallFacts facts, CancellationToken cancellation) =>
        pipeline.Run(this, proof, bind, facts, cancellation);

    public override Task<TResponse> RunInside(Pipeline pipeline, IRequest<TResponse> request, Call call) =>
        pipeline.RunInside(this, request, call);

    public override async Task<IReadOnlyList<Need>?> BareNeeds(Call call)
    {
        var constructor = typeof(TRequest).GetConstructors().MaxBy(each => each.GetParameters().Length);
        var parameters = constructor?.GetParameters() ?? [];
        return constructor is not null && Array.TrueForAll(parameters, parameter => parameter.HasDefaultValue)
            ? await Create().Needs((TRequest)constructor.Invoke(Array.ConvertAll(parameters, parameter => parameter.DefaultValue)), call)
            : null;
    }
}

/// <summary>The entry of one operation class.</summary>
internal sealed class OperationEntry<TOperation, TRequest, TResponse>(IServiceProvider services)
    : OperationEntry<TRequest, TResponse>(TOperation.Action, TOperation.ReadOnly, typeof(TOperation))
    where TOperation : IOperation<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
{
    // Operations are public, for their records, and what they are made of is not: so their constructors are internal.
    private static readonly ConstructorInfo Constructor = typeof(TOperation)
        .GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Single();

    private readonly ConstructorInvoker _create = ConstructorInvoker.Create(Constructor);
    private readonly Type[] _needed = [.. Constructor.GetParameters().Select(parameter => parameter.ParameterType)];

    public override IOperation<TRequest, TResponse> Create()
    {
        var parts = _needed.Length == 0 ? [] : new object?[_needed.Length];
        for (var i = 0; i < parts.Length; i++)
            parts[i] = services.GetRequiredService(_needed[i]);
        return (TOperation)_create.Invoke(parts.AsSpan());
    }
}
