namespace Bulletin.Bench.Data;

/// <summary>Random numbers that follow from a seed alone, whatever the runtime.</summary>
internal struct Dice(ulong seed)
{
    private ulong state = History.Mix(seed);

    /// <summary>A number below another, each as likely.</summary>
    public int Below(int count) => (int)(Next() * count);

    /// <summary>A number below another, as likely as words are in a language: ten is about a tenth as likely as one (Zipf).</summary>
    public int Ranked(int count) => (int)Math.Pow(count + 1, Next()) - 1;

    private double Next() => (History.Mix(state++) >> 11) * (1.0 / (1L << 53));
}
