using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Bulletin.Grains.Names;

/// <summary>What characters become, as a test of the web client writes it: a line for each outcome with its sources, in hexadecimal.</summary>
internal static class FoldingTable
{
    public static FrozenDictionary<int, string> Load(string file)
    {
        using StreamReader reader = new(typeof(FoldingTable).Assembly.GetManifestResourceStream($"{typeof(FoldingTable).Namespace}.{file}")!);
        Dictionary<int, string> table = [];
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('<') is not [var outcome, var sources]) continue;
            var letters = string.Concat(outcome.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(code => new Rune(Hex(code)).ToString()));
            foreach (var range in sources.Split(' '))
            {
                var ends = range.Split('-');
                for (var code = Hex(ends[0]); code <= Hex(ends[^1]); code++) table[code] = letters;
            }
        }
        return table.ToFrozenDictionary();
    }

    private static int Hex(string code) => int.Parse(code, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
