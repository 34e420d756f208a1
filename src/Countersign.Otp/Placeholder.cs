namespace Countersign.Otp; internal static class Placeholder;
