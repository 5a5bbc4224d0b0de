using System.Text.RegularExpressions;

namespace Bulletin.Operations;

/// <summary>Tells known names of settings from mistyped ones.</summary>
internal static partial class SettingNames
{
    private static readonly string[] Known = [.. AllSettings.Own, .. AllSettings.OfTheHost];
    private static readonly string[] Sections =
        [.. AllSettings.Own.Concat(AllSettings.Foreign).Where(name => name.Contains(':', StringComparison.Ordinal)).Select(FirstSection).Distinct()];

    public static bool IsKnown(string name) =>
        Known.Contains(FirstOfList(name), StringComparer.OrdinalIgnoreCase)
        || AllSettings.Foreign.Any(section => IsIn(section, name))
        || AllSettings.ForeignPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether settings begin with this name, so that an empty value, such as a list without elements in a file, sets none of them.</summary>
    public static bool IsSection(string name) => Known.Any(known => known.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a variable of the environment, which is full of other programs' variables, is meant for Bulletin.</summary>
    public static bool IsMeantForUs(string name) =>
        name.Contains(':', StringComparison.Ordinal)
        && Sections.Any(section => Distance(section, FirstSection(name)) <= (section.Length > 3 ? 1 : 0));

    /// <summary>A sentence on an unknown name, with the known one that it resembles.</summary>
    public static string Complaint(string name)
    {
        var given = FirstOfList(name);
        var nearest = Known.MinBy(known => Distance(known, given))!;
        return Distance(nearest, given) <= Math.Min(3, 1 + given.Length / 8)
            ? $"Unknown setting {name}. Did you mean {nearest}?"
            : $"Unknown setting {name}. docs/operations.md has all settings.";
    }

    private static string FirstSection(string name) => name.Split(':')[0];

    private static string FirstOfList(string name) => Number().Replace(name, ":0");

    private static bool IsIn(string section, string name) =>
        name.Equals(section, StringComparison.OrdinalIgnoreCase) || name.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many letters must be typed anew, added, left out, or swapped with their neighbour. Case does not count.</summary>
    private static int Distance(string one, string other)
    {
        var (a, b) = (one.ToUpperInvariant(), other.ToUpperInvariant());
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }
                var isSame = a[i - 1] == b[j - 1];
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + (isSame ? 0 : 1));
                if (!isSame && i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }
        return steps[a.Length, b.Length];
    }

    [GeneratedRegex(@":\d+(?=:|$)")]
    private static partial Regex Number();
}
