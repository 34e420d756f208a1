using System.Reflection;
using Countersign.Otp;
using Countersign.Policy;
using Mono.Cecil;
using Mono.Cecil.Cil;
using NetArchTest.Rules;

namespace Countersign.Tests.Architecture;

/// <summary>Dependencies point one way: doors, then operations, then storage and the two libraries.</summary>
public sealed class DependencyTests
{
    private static readonly Assembly Product = typeof(Server).Assembly;

    [Theory]
    [InlineData("Countersign.Mfa")]
    [InlineData("Countersign.Identity")]
    [InlineData("Countersign.SignIn")]
    [InlineData("Countersign.Sts")]
    [InlineData("Countersign.Audit")]
    [InlineData("Countersign.Custody")]
    [InlineData("Countersign.Storage")]
    public void A_room_knows_neither_the_doors_nor_the_web_framework(string room)
    {
        var result = Types.InAssembly(Product).That().ResideInNamespace(room).ShouldNot()
            .HaveDependencyOnAny("Countersign.Query", "Countersign.Console", "Countersign.Cli", "Countersign.Observing", "Microsoft.AspNetCore")
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
        Assert.NotEmpty(Types.InAssembly(Product).That().ResideInNamespace(room).GetTypes());
    }

    [Fact]
    public void Of_the_frame_only_what_starts_the_server_knows_the_doors()
    {
        string[] doors = ["Countersign.Query", "Countersign.Console", "Countersign.Cli", "Countersign.Observing"];

        var knowing = Types.InAssembly(Product).That().HaveDependencyOnAny(doors).GetTypes()
            .Where(type => type.Namespace == "Countersign")
            .Select(type => Outermost(type).Name)
            .Distinct(StringComparer.Ordinal);

        Assert.Empty(knowing.Except(KnowDoors, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(typeof(Totp))]
    [InlineData(typeof(Evaluator))]
    public void A_library_references_nothing_but_the_base_class_library(Type inside) =>
        Assert.DoesNotContain(
            inside.Assembly.GetReferencedAssemblies(),
            name => !name.Name!.StartsWith("System.", StringComparison.Ordinal) && name.Name is not "System" and not "netstandard");

    [Fact]
    public void Only_the_command_line_makes_a_local_operator()
    {
        var makers = Instructions()
            .Where(found => found.Code.OpCode.Code == Code.Newobj
                && found.Code.Operand is MethodReference { DeclaringType.FullName: "Countersign.LocalOperator" })
            .Select(found => found.In.Namespace.Length > 0 ? found.In.Namespace : found.In.FullName)
            .Distinct(StringComparer.Ordinal);

        Assert.Equal("Countersign.Cli", Assert.Single(makers));
    }

    /// <summary>Server starts the doors; Bootstrap and the entry point are how it is started.</summary>
    private static readonly string[] KnowDoors = ["Server", "Bootstrap", "Program"];

    private static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static List<(TypeDefinition In, Instruction Code)> Instructions()
    {
        using var module = ModuleDefinition.ReadModule(Product.Location);
        var found = new List<(TypeDefinition, Instruction)>();
        foreach (var type in module.GetTypes())
        {
            var outermost = type;
            while (outermost.DeclaringType is not null)
                outermost = outermost.DeclaringType;
            // A record copies itself: that makes no operator where there was none.
            if (outermost.FullName == "Countersign.LocalOperator")
                continue;
            foreach (var method in type.Methods.Where(method => method.HasBody))
                found.AddRange(method.Body.Instructions.Select(code => (outermost, code)));
        }

        return found;
    }
}
