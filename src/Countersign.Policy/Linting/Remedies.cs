namespace Countersign.Policy.Linting;

/// <summary>AWS's words for what it refuses, with what would be right.</summary>
internal static class Remedies
{
    public static string WordsFor(FoundFault fault, PolicyKind kind)
    {
        var what = fault.Message == fault.Detail ? fault.Message : $"{fault.Message.TrimEnd('.')}: {fault.Detail}";
        var right = RightFor(fault.Code, kind);
        return right.Length == 0 ? what.TrimEnd('.') + "." : $"{what.TrimEnd('.')}. {right}";
    }

    private static string RightFor(string code, PolicyKind kind) => code switch
    {
        "INVALID_VERSION" => "Write \"Version\": \"2012-10-17\".",
        "MISSING_STATEMENT" => "Write \"Statement\": [ ... ] with at least one statement.",
        "MISSING_EFFECT" or "INVALID_EFFECT" => "Write \"Effect\": \"Allow\" or \"Effect\": \"Deny\".",
        "MISSING_ACTION" => "Write \"Action\": with what is meant, such as \"iam:GetUser\".",
        "INVALID_ACTION" when kind == PolicyKind.Trust => "Write \"Action\": \"sts:AssumeRole\".",
        "INVALID_ACTION" => "An action is a service, a colon and a name, such as \"iam:GetUser\" or \"iam:Get*\".",
        "MISSING_RESOURCE" => "Write \"Resource\": \"*\" or the ARNs that are meant.",
        "MISSING_ARN_FIELD" or "INVALID_ARN_RESOURCE" =>
            "A resource is \"*\" or an ARN, such as \"arn:aws:iam::111122223333:user/alice\".",
        "MISSING_PRINCIPAL" => "Write \"Principal\": {\"AWS\": ...} with who is meant.",
        "UNSUPPORTED_PRINCIPAL" => "Leave Principal out: the policy is about whom it is attached to.",
        "INVALID_PRINCIPAL_FORMAT" =>
            "Name an account, a user, a role or a session by its ARN, such as \"arn:aws:iam::111122223333:root\".",
        "INVALID_PRINCIPAL_KEY" => "Write AWS, Service, Federated or CanonicalUser.",
        "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL" => "Say in Principal who may assume the role.",
        "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE" => "Leave it out: a trust policy is about its own role.",
        "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL" => "Name who is trusted, such as {\"AWS\": \"arn:aws:iam::111122223333:root\"}.",
        "INVALID_CONDITION_OPERATOR" => "An operator is written as in StringEquals or BoolIfExists, in that case.",
        "NULL_WITH_IF_EXISTS" => "Write Null: it asks whether the key is there.",
        "INVALID_DATE_VALUE" => "A date is written 2026-12-31T23:59:59Z, or as seconds since 1970.",
        _ => "",
    };
}
