namespace Countersign.Tests.ServiceModel;

public sealed class ServiceModelConformanceTests
{
    [Fact]
    public void Every_operation_has_the_members_of_the_service_model() =>
        Assert.Empty(Conformance.Operations(typeof(ApiError).Assembly).SelectMany(Conformance.Differences));

    [Fact]
    public void Operations_are_found_by_their_action() =>
        Assert.Equal(
            [typeof(Samples.EnableMFADevice), typeof(Samples.ListMFADevices), typeof(Samples.TagMFADevice)],
            Conformance.Operations(typeof(Samples).Assembly)
                .Where(t => t.DeclaringType == typeof(Samples)).OrderBy(t => t.Name, StringComparer.Ordinal));

    [Fact]
    public void An_operation_like_the_models_has_no_differences() =>
        Assert.Empty(Conformance.Differences(typeof(Samples.EnableMFADevice)));

    [Fact]
    public void Each_difference_of_a_response_is_named() =>
        Assert.Equal(
            [
                "iam:ListMFADevices request: MaxItems is String, not Integer",
                "iam:ListMFADevices response: IsTruncated is missing",
                "iam:ListMFADevices response: MFADevices[]: SerialNumber is missing",
                "iam:ListMFADevices response: MFADevices[]: EnableDate must be required",
                "iam:ListMFADevices response: MFADevices[]: Colour is not in the model",
            ],
            Conformance.Differences(typeof(Samples.ListMFADevices)));

    [Fact]
    public void Each_difference_of_a_request_is_named() =>
        Assert.Equal(
            [
                "iam:TagMFADevice request: SerialNumber must be required",
                "iam:TagMFADevice request: Tags is String, not List",
                "iam:TagMFADevice response: the model has none",
            ],
            Conformance.Differences(typeof(Samples.TagMFADevice)));

    /// <summary>Operations made up for these tests: one good, two wrong.</summary>
    private static class Samples
    {
        public interface IOperation<in TRequest, TResponse>;

        public sealed class EnableMFADevice : IOperation<EnableMFADevice.Input, Nothing>
        {
            public sealed record Input(string UserName, SerialNumber SerialNumber, string AuthenticationCode1, string AuthenticationCode2);

            public static string Action => "iam:EnableMFADevice";
        }

        public sealed class ListMFADevices
        {
            public sealed record Device(string UserName, DateTimeOffset? EnableDate, string Colour);

            public sealed record Request(string? UserName, string? Marker, string? MaxItems);

            public sealed record Response(IReadOnlyList<Device> MFADevices, string? Marker);

            public static string Action => "iam:ListMFADevices";
        }

        public sealed class TagMFADevice
        {
            public sealed record Request(SerialNumber? SerialNumber, string Tags);

            public sealed record Response(string Done);

            public static string Action => "iam:TagMFADevice";
        }

        public sealed class NotInTheModel
        {
            public static string Action => "countersign:Explain";
        }
    }
}
