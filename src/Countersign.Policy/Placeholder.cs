namespace Countersign.Policy; internal static class Placeholder;
