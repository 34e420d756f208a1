using Countersign.Otp.SeedFiles;

namespace Countersign.Otp.Tests.SecurId;

public sealed class SecurIdDeliveryTests
{
    [Theory]
    [InlineData("123456_7.dpx", "still encrypted"), InlineData("TOKENS.ASC", "old ASCII form")]
    [InlineData("AM8-export.zip", "Authentication Manager")]
    public void A_file_that_only_rsa_can_read_is_explained(string name, string words)
    {
        Assert.Contains(words, SecurIdDelivery.WhatToDo(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokens.xml"), InlineData("tokens.sdtid"), InlineData("dpx"), InlineData("")]
    public void Another_name_says_nothing(string name)
    {
        Assert.Null(SecurIdDelivery.WhatToDo(name));
    }
}
