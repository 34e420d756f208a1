using System.Buffers;
using System.Text;
using System.Xml.Linq;
using Countersign.Query;
using Countersign.ServiceModel;
using CsCheck;

namespace Countersign.Tests.Query;

public sealed class ResponseWriterTests
{
    public sealed record Device(string UserName, SerialNumber SerialNumber, DateTimeOffset EnableDate);

    public sealed record ListDevices(IReadOnlyList<Device> MFADevices, bool IsTruncated, string? Marker = null);

    public sealed record VirtualDevice(SerialNumber SerialNumber, ReadOnlyMemory<byte>? Base32StringSeed = null, byte[]? QRCodePNG = null);

    public sealed record CreateDevice(VirtualDevice VirtualMFADevice);

    public sealed record Summary(IReadOnlyDictionary<string, int> SummaryMap);

    public sealed record Identity(string? Arn, string? Account, string? UserId);

    public sealed record Simple(string Text, long Number);

    private const string Iam = "https://iam.amazonaws.com/doc/2010-05-08/";
    private const string Sts = "https://sts.amazonaws.com/doc/2011-06-15/";
    private const string End = "<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata>";

    [Fact]
    public void An_operation_without_output_has_no_result_element() =>
        Assert.Equal(
            $"<EnableMFADeviceResponse xmlns=\"{Iam}\">{End}</EnableMFADeviceResponse>",
            Write("iam:EnableMFADevice", Nothing.Value));

    [Fact]
    public void Lists_times_and_booleans_are_written_as_AWS_does_and_null_is_left_out() =>
        Assert.Equal(
            $"<ListMFADevicesResponse xmlns=\"{Iam}\"><ListMFADevicesResult><MFADevices>"
            + "<member><UserName>anna</UserName><SerialNumber>GAHT12345678</SerialNumber><EnableDate>2026-01-02T02:04:05Z</EnableDate></member>"
            + "<member><UserName>anna</UserName><SerialNumber>GAHT12345679</SerialNumber><EnableDate>2026-01-02T03:04:05Z</EnableDate></member>"
            + $"</MFADevices><IsTruncated>false</IsTruncated></ListMFADevicesResult>{End}</ListMFADevicesResponse>",
            Write("iam:ListMFADevices", new ListDevices(
                [
                    new("anna", SerialNumber.Parse("GAHT12345678"), new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1))),
                    new("anna", SerialNumber.Parse("GAHT12345679"), new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)),
                ],
                IsTruncated: false)));

    [Fact]
    public void An_empty_list_is_an_empty_element() =>
        Assert.Equal(
            $"<ListMFADevicesResponse xmlns=\"{Iam}\"><ListMFADevicesResult><MFADevices/><IsTruncated>true</IsTruncated><Marker>m&amp;m</Marker></ListMFADevicesResult>{End}</ListMFADevicesResponse>",
            Write("iam:ListMFADevices", new ListDevices([], IsTruncated: true, "m&m")));

    [Fact]
    public void Blobs_are_base64() =>
        Assert.Equal(
            $"<CreateVirtualMFADeviceResponse xmlns=\"{Iam}\"><CreateVirtualMFADeviceResult><VirtualMFADevice><SerialNumber>arn:aws:iam::123456789012:mfa/a</SerialNumber><Base32StringSeed>SkJTVw==</Base32StringSeed><QRCodePNG>iVA=</QRCodePNG></VirtualMFADevice></CreateVirtualMFADeviceResult>{End}</CreateVirtualMFADeviceResponse>",
            Write("iam:CreateVirtualMFADevice", new CreateDevice(
                new(SerialNumber.Parse("arn:aws:iam::123456789012:mfa/a"), "JBSW"u8.ToArray(), [0x89, 0x50]))));

    [Fact]
    public void Maps_are_entries() =>
        Assert.Equal(
            $"<GetAccountSummaryResponse xmlns=\"{Iam}\"><GetAccountSummaryResult><SummaryMap><entry><key>Users</key><value>3</value></entry><entry><key>MFADevices</key><value>0</value></entry></SummaryMap></GetAccountSummaryResult>{End}</GetAccountSummaryResponse>",
            Write("iam:GetAccountSummary", new Summary(new OrderedDictionary<string, int>(StringComparer.Ordinal) { ["Users"] = 3, ["MFADevices"] = 0 })));

    [Fact]
    public void Members_are_in_the_models_order_and_STS_has_its_namespace() =>
        Assert.Equal(
            $"<GetCallerIdentityResponse xmlns=\"{Sts}\"><GetCallerIdentityResult><UserId>AIDA</UserId><Arn>arn</Arn></GetCallerIdentityResult>{End}</GetCallerIdentityResponse>",
            Write("sts:GetCallerIdentity", new Identity("arn", null, "AIDA")));

    [Fact]
    public void Our_own_operations_answer_in_the_same_form()
    {
        Assert.Equal(
            $"<ExplainResponse xmlns=\"{Iam}\"><ExplainResult><Text>a</Text><Number>-1</Number></ExplainResult>{End}</ExplainResponse>",
            Write("countersign:Explain", new Simple("a", -1)));
        Assert.Equal($"<ForgetResponse xmlns=\"{Iam}\">{End}</ForgetResponse>", Write("countersign:Forget", Nothing.Value));
    }

    [Theory]
    [InlineData("<a href=\"x\">&'</a>", "&lt;a href=\"x\"&gt;&amp;'&lt;/a&gt;")]
    [InlineData("line\r\nnext\tcell", "line&#xD;\nnext\tcell")]
    [InlineData("a\0b\u0001\u001B\uFFFE\uFFFF", "a\uFFFDb\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("key 🔑 ü", "key 🔑 ü")]
    [InlineData("", "")]
    public void Text_cannot_break_the_document(string text, string written) =>
        Assert.Contains($"<Text>{written}</Text>", Write("countersign:Explain", new Simple(text, 0)), StringComparison.Ordinal);

    [Fact]
    public void A_lone_surrogate_is_replaced() =>
        Assert.Contains("<Text>a\uFFFDb</Text>", Write("countersign:Explain", new Simple("a\uD83Db", 0)), StringComparison.Ordinal);

    [Fact]
    public void Any_text_is_read_back_by_an_XML_parser() =>
        Gen.String.Sample(text =>
        {
            var xml = XDocument.Parse(Write("countersign:Explain", new Simple(text, 0)), LoadOptions.PreserveWhitespace);

            var read = xml.Descendants().Single(e => e.Name.LocalName is "Text").Value;
            Assert.Equal(text.Length, read.Length);
            Assert.All(text.Zip(read), pair => Assert.True(pair.First == pair.Second || pair.Second == '\uFFFD'));
        });

    [Theory]
    [InlineData(403, "Sender"), InlineData(404, "Sender"), InlineData(500, "Receiver"), InlineData(503, "Receiver")]
    public void An_error_says_whose_fault_it_is(int status, string type) =>
        Assert.Equal(
            $"<ErrorResponse xmlns=\"{Iam}\"><Error><Type>{type}</Type><Code>C</Code><Message>a &lt; b. </Message></Error><RequestId>id-1</RequestId></ErrorResponse>",
            WriteError(new ApiError("C", status, "a < b. "), null));

    [Fact]
    public void An_error_of_STS_is_in_its_namespace() =>
        Assert.StartsWith($"<ErrorResponse xmlns=\"{Sts}\">", WriteError(QueryErrors.ExpiredToken(), AwsService.Sts), StringComparison.Ordinal);

    private static string Write(string action, object response)
    {
        var output = new ArrayBufferWriter<byte>();
        ResponseWriter.Write(output, action, response, "id-1");
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string WriteError(ApiError error, AwsService? service)
    {
        var output = new ArrayBufferWriter<byte>();
        ErrorWriter.Write(output, error, "id-1", service);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
