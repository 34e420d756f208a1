namespace Countersign.Console.Policies;

/// <summary>A policy document to begin with.</summary>
/// <param name="Key">In addresses.</param>
/// <param name="Title">What it does.</param>
/// <param name="Pattern">The document; <c>ACCOUNT</c> stands for the account's ID.</param>
internal sealed record PolicyTemplate(string Key, string Title, string Pattern)
{
    private static readonly PolicyTemplate Empty = new("empty", "One statement", """
        {
          "Version": "2012-10-17",
          "Statement": [
            {
              "Effect": "Allow",
              "Action": "",
              "Resource": "*"
            }
          ]
        }
        """);

    /// <summary>Those that are offered.</summary>
    public static IReadOnlyList<PolicyTemplate> All { get; } =
    [
        Empty,
        new("deny-without-mfa", "Deny without MFA", """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "DenyWithoutMfa",
                  "Effect": "Deny",
                  "NotAction": [
                    "iam:CreateVirtualMFADevice",
                    "iam:EnableMFADevice",
                    "iam:GetUser",
                    "iam:ListMFADevices",
                    "iam:ResyncMFADevice",
                    "sts:GetSessionToken"
                  ],
                  "Resource": "*",
                  "Condition": {
                    "BoolIfExists": { "aws:MultiFactorAuthPresent": "false" }
                  }
                }
              ]
            }
            """),
        new("read-iam", "See users, groups and roles", """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "SeeIdentities",
                  "Effect": "Allow",
                  "Action": ["iam:Get*", "iam:List*"],
                  "Resource": "*"
                }
              ]
            }
            """),
        new("assume-role", "Assume one role", """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Sid": "AssumeOneRole",
                  "Effect": "Allow",
                  "Action": "sts:AssumeRole",
                  "Resource": "arn:aws:iam::ACCOUNT:role/ROLE-NAME"
                }
              ]
            }
            """),
    ];

    /// <summary>The template of a key; that of one statement for any other.</summary>
    public static PolicyTemplate Of(string? key) => All.FirstOrDefault(template => template.Key == key) ?? Empty;

    /// <summary>The document for an account.</summary>
    public string Text(string accountId) => Pattern.Replace("ACCOUNT", accountId, StringComparison.Ordinal);
}
