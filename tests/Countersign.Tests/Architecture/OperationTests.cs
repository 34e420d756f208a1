using System.Reflection;

namespace Countersign.Tests.Architecture;

/// <summary>What holds for every operation, found as the server finds them.</summary>
[Collection<SharedServer>]
public sealed class OperationTests(TestServer server)
{
    /// <summary>The only operations that no policy is asked about: finding out who one is, and becoming somebody (a web identity by the trust policy, once its token is judged).</summary>
    private static readonly string[] WithoutNeeds =
    [
        "countersign:ChooseNewPassword",
        "countersign:CompleteSignIn",
        "countersign:GetSession",
        "countersign:GetSignInStep",
        "countersign:ProveAgain",
        "countersign:RenewSession",
        "countersign:SignInWithCode",
        "countersign:SignInWithDiscoverablePasskey",
        "countersign:SignInWithPasskey",
        "countersign:SignInWithPassword",
        "countersign:SignInWithRecoveryCode",
        "countersign:SignOut",
        "countersign:StartPasskeySignIn",
        "sts:AssumeRoleWithWebIdentity",
        "sts:GetCallerIdentity",
        "sts:GetSessionToken",
    ];

    [Fact]
    public void An_operation_has_the_name_of_its_action() =>
        Assert.All(All, entry => Assert.Equal(entry.OperationType.Name, entry.Action[(entry.Action.IndexOf(':') + 1)..]));

    [Fact]
    public void Every_operation_has_a_test_class_of_its_name()
    {
        var classes = typeof(OperationTests).Assembly.GetTypes().Select(type => type.Name).ToHashSet(StringComparer.Ordinal);

        var missing = All.Select(entry => entry.OperationType.Name).Where(name => !classes.Contains(name + "Tests")).ToArray();
        Assert.Equal([], missing, StringComparer.Ordinal);
    }

    [Fact]
    public void No_operation_takes_more_than_150_lines()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent!;
        var files = Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "Countersign"), "*.cs", SearchOption.AllDirectories)
            .ToLookup(Path.GetFileNameWithoutExtension, StringComparer.Ordinal);

        var names = All.Select(entry => entry.OperationType.Name).ToList();
        Assert.All(names, name => Assert.Contains(name, files.Select(each => each.Key), StringComparer.Ordinal));
        Assert.Equal([], names.Where(name => files[name].Any(file => File.ReadLines(file).Count() > 150)), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Policies_are_asked_about_every_operation_but_a_written_few()
    {
        var user = await server.AddUser(server.NewName());
        var unasked = new List<string>();
        foreach (var entry in All)
        {
            var needs = await server.Stored(async store =>
            {
                var caller = await new AsUser(user.UserName).Authenticate(store, server.Clock.GetUtcNow());
                var call = new Call(caller, store, TestServer.Facts(), server.Clock.GetUtcNow(), user.AccountId);
                return await Needs(entry, AnyRequest.Of(entry.RequestType), call);
            });
            if (needs.Count == 0)
                unasked.Add(entry.Action);
        }

        Assert.Equal(WithoutNeeds, unasked.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    private IReadOnlyCollection<OperationEntry> All => server.Service<Operations>().All;

    private static Task<IReadOnlyList<Need>> Needs(OperationEntry entry, object request, Call call) =>
        (Task<IReadOnlyList<Need>>)typeof(OperationTests)
            .GetMethod(nameof(NeedsOf), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(entry.RequestType, entry.ResponseType)
            .Invoke(null, [entry, request, call])!;

    private static Task<IReadOnlyList<Need>> NeedsOf<TRequest, TResponse>(OperationEntry<TRequest, TResponse> entry, TRequest request, Call call)
        where TRequest : IRequest<TResponse> =>
        entry.Create().Needs(request, call);
}
