using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Countersign.Policy.Conditions;

/// <summary>
/// IpAddress: an address or a CIDR range; host bits do not count, and the families never match each other.
/// </summary>
/// <remarks>
/// An IPv4 address in IPv6 dress (::ffff:192.0.2.1) is the IPv4 address, or a dual-stack socket would pass a Deny.
/// </remarks>
internal sealed class IpWanted : WantedValue
{
    private readonly Address _network;
    private readonly int _prefixBits;

    private IpWanted(string text, Address network, int prefixBits)
        : base(text) => (_network, _prefixBits) = (network, prefixBits);

    /// <returns>Null when the text is neither an address nor a range.</returns>
    public static IpWanted? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        if (!Address.TryParse(address, out var network, out var mapped))
            return null;
        var bits = network.IsIPv6 ? 128 : 32;
        var prefix = bits;
        if (slash >= 0)
        {
            if (!byte.TryParse(
                text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var written))
            {
                return null;
            }

            prefix = mapped ? written - 96 : written;
            if (prefix < 0 || prefix > bits)
                return null;
        }

        return new IpWanted(text, network, prefix);
    }

    public override bool IsMetBy(string actual, RequestContext context) =>
        Address.TryParse(actual, out var address, out _) && address.IsIPv6 == _network.IsIPv6 &&
        address.First(_prefixBits) == _network.First(_prefixBits);

    private readonly record struct Address(UInt128 Bits, bool IsIPv6)
    {
        private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

        public UInt128 First(int bits)
        {
            var drop = (IsIPv6 ? 128 : 32) - bits;
            return drop >= 128 ? 0 : Bits >> drop;
        }

        public static bool TryParse(string text, out Address address, out bool mapped)
        {
            mapped = false;
            if (!text.Contains(':'))
                return TryParseIPv4(text, out address);
            address = default;
            Span<byte> bytes = stackalloc byte[16];
            if (text.AsSpan().ContainsAnyExcept(IPv6Characters) || !IPAddress.TryParse(text, out var parsed) ||
                !parsed.TryWriteBytes(bytes, out var written) || written != 16)
            {
                return false;
            }

            mapped = parsed.IsIPv4MappedToIPv6;
            var bits = BinaryPrimitives.ReadUInt128BigEndian(bytes);
            address = mapped ? new Address(bits & uint.MaxValue, false) : new Address(bits, true);
            return true;
        }

        // Four decimal numbers, strictly: inet_aton's "127.1" and octal "010.0.0.1" are no addresses here.
        private static bool TryParseIPv4(string text, out Address address)
        {
            address = default;
            uint bits = 0;
            var parts = 0;
            foreach (var range in text.AsSpan().Split('.'))
            {
                var part = text.AsSpan(range);
                if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') ||
                    !byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || ++parts > 4)
                {
                    return false;
                }

                bits = (bits << 8) | value;
            }

            address = new Address(bits, false);
            return parts == 4;
        }
    }
}
