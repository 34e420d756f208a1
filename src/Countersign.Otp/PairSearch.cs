namespace Countersign.Otp;

/// <summary>The steps around a device's place and their codes, to find out what two codes have to do with it.</summary>
internal sealed class PairSearch
{
    // How far apart two codes may be and still be called neighbours but for a gap.
    private const int FurthestApart = 20;

    // How near a single code must be to mean anything: over a wide range, chance would have its say.
    private const int NearEnough = 10;

    private readonly OneTimeCode[] _codes;
    private readonly long _start;
    private readonly long _here;

    public PairSearch(ICodes codes, long here, long behind, long ahead)
    {
        _here = here;
        _start = Math.Max(0, here - behind);
        _codes = new OneTimeCode[Math.Min(ahead, codes.Last - here) + here - _start + 1];
        for (var i = 0; i < _codes.Length; i++)
            _codes[i] = codes[_start + i];
    }

    /// <summary>Where, from here, the second code of the nearest pair lies that is so many steps apart.</summary>
    public int? Find(OneTimeCode first, OneTimeCode second, int apart = 1)
    {
        int? nearest = null;
        for (var i = Math.Max(0, apart); i < Math.Min(_codes.Length, _codes.Length + apart); i++)
        {
            if (!(_codes[i - apart] == first & _codes[i] == second))
                continue;
            var offset = (int)(_start + i - _here);
            if (nearest is not { } other || Math.Abs(offset) < Math.Abs(other))
                nearest = offset;
        }
        return nearest;
    }

    /// <summary>What two codes that are no pair have to do with each other; null when nothing.</summary>
    public PairFault? Relate(OneTimeCode first, OneTimeCode second)
    {
        if (first == second)
            return PairFault.SameCode;
        if (Find(first, second, -1) is not null)
            return PairFault.OrderSwapped;
        for (var apart = 2; apart <= FurthestApart; apart++)
        {
            if (Find(first, second, apart) is not null || Find(first, second, -apart) is not null)
                return PairFault.NotNeighbours;
        }
        return null;
    }

    /// <summary>
    /// Which of two codes that have nothing to do with each other is one of the device's, around a step.
    /// </summary>
    public PairFault Blame(OneTimeCode first, OneTimeCode second, long around)
    {
        var from = (int)Math.Clamp(around - NearEnough - _start, 0, _codes.Length);
        var to = (int)Math.Clamp(around + NearEnough + 1 - _start, 0, _codes.Length);
        var near = _codes.AsSpan(from..to);
        return (near.Contains(first), near.Contains(second)) switch
        {
            (true, false) => PairFault.SecondWrong,
            (false, true) => PairFault.FirstWrong,
            _ => PairFault.NeitherFits,
        };
    }
}
