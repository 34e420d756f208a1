namespace Countersign.Otp.Tests.SeedFiles;

/// <summary>PSKC files of one or a few tokens, from the parts that a test is about.</summary>
internal static class Pskc
{
    public const string Preshared = "<EncryptionKey><ds:KeyName>Pre-shared-key</ds:KeyName></EncryptionKey>";

    /// <summary>The authentication key of RFC 6030 figure 6.</summary>
    public const string MacMethod = """
        <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>
          <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>
          <xenc:CipherData><xenc:CipherValue>
            ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX
          </xenc:CipherValue></xenc:CipherData>
        </MACKey></MACMethod>
        """;

    public const string FigureSixCipher = "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv";
    public const string FigureSixMac = "Su+NvtQfmvfJzF6bmQiJqoLRExc=";

    public static string Container(params string[] parts) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"
            xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#"
            xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"
            xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
        {string.Concat(parts)}
        </KeyContainer>
        """;

    public static string Package(
        string serial = "987654321", string algorithm = "urn:ietf:params:xml:ns:keyprov:pskc:hotp",
        string parameters = "<ResponseFormat Length=\"8\" Encoding=\"DECIMAL\"/>", string? secret = null,
        string data = "", string rest = "", string device = "") => $"""
        <KeyPackage>
          <DeviceInfo><Manufacturer>ACME</Manufacturer><SerialNo>{serial}</SerialNo>{device}</DeviceInfo>
          <Key Id="12345678" Algorithm="{algorithm}">
            <Issuer>Issuer-A</Issuer>
            <AlgorithmParameters>{parameters}</AlgorithmParameters>
            <Data><Secret>{secret ?? Plain("MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=")}</Secret>{data}</Data>
            {rest}
          </Key>
        </KeyPackage>
        """;

    public static string Plain(string text) => $"<PlainValue>{text}</PlainValue>";

    public static string Encrypted(string cipher = FigureSixCipher, string? mac = FigureSixMac, string algorithm = "aes128-cbc") =>
        $"""
        <EncryptedValue>
          <xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#{algorithm}"/>
          <xenc:CipherData><xenc:CipherValue>{cipher}</xenc:CipherValue></xenc:CipherData>
        </EncryptedValue>{(mac is null ? "" : $"<ValueMAC>{mac}</ValueMAC>")}
        """;
}
