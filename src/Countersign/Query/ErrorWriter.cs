using System.Buffers;
using Countersign.ServiceModel;

namespace Countersign.Query;

/// <summary>Writes a refusal as the XML of the AWS Query protocol.</summary>
internal static class ErrorWriter
{
    /// <summary>Writes an error answer.</summary>
    /// <param name="output">Receives UTF-8.</param>
    /// <param name="error">The refusal.</param>
    /// <param name="requestId">The id that the answer also has as a header.</param>
    /// <param name="service">The API that was called, for the namespace; IAM when it is not known.</param>
    public static void Write(IBufferWriter<byte> output, ApiError error, string requestId, AwsService? service = null)
    {
        var xml = new Utf8Xml(output);
        xml.Open("ErrorResponse", (service ?? AwsService.Iam).XmlNamespace);
        xml.Open("Error");
        xml.Element("Type", error.Status < 500 ? "Sender" : "Receiver");
        xml.Element("Code", error.Code);
        xml.Element("Message", error.Message);
        xml.Close("Error");
        xml.Element("RequestId", requestId);
        xml.Close("ErrorResponse");
    }
}
