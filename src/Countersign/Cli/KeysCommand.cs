using System.CommandLine;

namespace Countersign.Cli;

/// <summary><c>countersign keys</c>: change the keys beside the running server, and prove that all opens.</summary>
internal static class KeysCommand
{
    public static Command Build(TimeProvider clock) => new("keys", "The keys that seal the secrets: rotate them while the server runs, verify that everything opens.")
    {
        KeysRotateCommand.Build(clock),
        KeysVerifyCommand.Build(clock),
        KeysNewMasterKeyCommand.Build(),
    };
}
