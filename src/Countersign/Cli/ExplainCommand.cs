using System.CommandLine;
using System.Globalization;
using Countersign.Identity;

namespace Countersign.Cli;

/// <summary><c>countersign explain</c>: why a user or a role may do something, or may not. Exit code 0 when allowed, 2 when denied.</summary>
internal static class ExplainCommand
{
    private const int Denied = 2;

    public static Command Build(TimeProvider clock)
    {
        var user = new Option<string>("--user") { Description = "Who calls: a user" };
        var role = new Option<string>("--role") { Description = "Who calls: a session of a role" };
        var action = new Option<string>("--action") { Description = "What: iam:CreateUser, s3:GetObject", Required = true };
        var resource = new Option<string>("--resource") { Description = "An ARN; what the operation is about when left out", DefaultValueFactory = _ => "*" };
        var mfa = new Option<string>("--mfa") { Description = "yes: temporary credentials with MFA; no: without; left out: an access key" };
        mfa.AcceptOnlyFromAmong("yes", "no");
        var encoded = new Option<bool>("--encoded") { Description = "Print a refusal's encoded message as well, for decode-authorization-message" };
        var command = new Command("explain", "Say why a user or a role may do something, or may not.") { user, role, action, resource, mfa, encoded };
        foreach (var option in Flags.OfAccount)
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(user) is null == result.GetValue(role) is null)
                result.AddError("Name either --user or --role.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var isRole = parsed.GetValue(role) is not null;
            var request = new Explain.Request(
                parsed.GetValue(role) ?? parsed.GetValue(user)!, parsed.GetRequiredValue(action), parsed.GetValue(resource)!, isRole,
                parsed.GetValue(mfa) switch { "yes" => true, "no" => false, _ => null });
            var answer = await LocalCall.Run(parsed, clock, request, reason: null, cancellation);
            await Print(answer);
            if (parsed.GetValue(encoded) && answer.EncodedMessage is { } message)
                await System.Console.Out.WriteLineAsync($"{Environment.NewLine}Encoded message: {message}");
            return answer.Allowed ? 0 : Denied;
        });
        return command;
    }

    private static async Task Print(Explain.Response answer)
    {
        var output = System.Console.Out;
        await output.WriteLineAsync(answer.Verdict);
        foreach (var advice in answer.Advice)
            await output.WriteLineAsync(advice);
        foreach (var reason in answer.Statements)
        {
            var attached = reason.AttachedTo is { } to ? $", attached to {to}" : "";
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"{Environment.NewLine}{reason.PolicyId}{attached}, line {reason.Line}: it {reason.Sentence}.{Environment.NewLine}{reason.Text}"));
        }
    }
}
