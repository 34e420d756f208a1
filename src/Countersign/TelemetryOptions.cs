using System.ComponentModel.DataAnnotations;

namespace Countersign;

/// <summary>Settings under <c>Telemetry</c>: where spans are sent. Nothing is sent by default.</summary>
public sealed record TelemetryOptions : IValidatableObject
{
    /// <summary>The collector that spans are sent to by OTLP: <c>http://localhost:4317</c>. None by default.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>How they are sent. Default <c>grpc</c>.</summary>
    [AllowedValues("grpc", "http/protobuf", ErrorMessage = "Right would be grpc or http/protobuf.")]
    public string OtlpProtocol { get; init; } = "grpc";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (OtlpEndpoint is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https")))
            yield return new ValidationResult("It is not an address such as http://localhost:4317.", [nameof(OtlpEndpoint)]);
        if (OtlpEndpoint is null && OtlpProtocol != "grpc")
            yield return new ValidationResult("It has no effect without Telemetry:OtlpEndpoint.", [nameof(OtlpProtocol)]);
    }
}
