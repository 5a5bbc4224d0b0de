using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Bulletin.Api.Auth;
using Bulletin.Api.Fanout;
using Bulletin.Api.Limits;
using Bulletin.Api.Mail;
using Bulletin.Api.Site;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Cluster;
using Bulletin.Operations;

namespace Bulletin.Api.Tests.Hosting;

/// <summary>The settings that the programs know, those they read and those in docs/operations.md are the same.</summary>
public sealed partial class DocumentedSettingsTests
{
    [Fact]
    public void Known_settings_are_those_of_the_documentation() =>
        Assert.Equal(AllSettings.Own.Order(), Documented().Where(name => !IsOfALibrary(name)).Order());

    public static TheoryData<string, Type> Sections => new()
    {
        { AuthOptions.Section, typeof(AuthOptions) },
        { AccountOptions.Section, typeof(AccountOptions) },
        { BulletinClusterOptions.Section, typeof(BulletinClusterOptions) },
        { "Limits", typeof(LimitOptions) },
        { "Live", typeof(LiveOptions) },
        { MailOptions.Section, typeof(MailOptions) },
        { SiteOptions.Section, typeof(SiteOptions) },
    };

    [Theory, MemberData(nameof(Sections))]
    public void Every_option_is_a_known_setting(string section, Type options) =>
        Assert.All(NamesOf(section, options), name => Assert.Contains(name, AllSettings.Own));

    private static IEnumerable<string> NamesOf(string section, Type options) => options.GetProperties().SelectMany(property =>
        property.PropertyType == typeof(IList<string>) ? [$"{section}:{property.Name}:0"]
        : property.SetMethod is not { IsPublic: true } ? []
        : property.PropertyType.Assembly == options.Assembly && property.PropertyType.IsClass ? NamesOf($"{section}:{property.Name}", property.PropertyType)
        : [$"{section}:{property.Name}"]);

    private static IEnumerable<string> Documented()
    {
        var section = "";
        foreach (var row in File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "docs", "operations.md")).SkipWhile(line => line != "## Settings")
            .TakeWhile(line => line != "## One machine").Where(line => line.StartsWith("| ", StringComparison.Ordinal)))
        {
            var cell = row.Split('|')[1];
            // A section is named in its first row and lasts until the next; only the last few settings are in none.
            if (SectionName().Match(cell) is { Success: true } begins) section = begins.Groups[1].Value;
            foreach (Match quoted in Quoted().Matches(SectionName().Replace(cell, "")))
                foreach (var name in Each(quoted.Groups[1].Value))
                    yield return AllSettings.Own.Contains(section + name) ? section + name : name;
        }
    }

    private static string[] Each(string quoted) =>
        quoted.EndsWith(":…", StringComparison.Ordinal) && !IsOfALibrary(quoted) ? [quoted.Replace("…", "PerSecond", StringComparison.Ordinal), quoted.Replace("…", "Burst", StringComparison.Ordinal)] : [quoted];

    private static bool IsOfALibrary(string name) =>
        name.StartsWith("OTEL_", StringComparison.Ordinal) || AllSettings.Foreign.Any(section => name.StartsWith(section + ":", StringComparison.Ordinal));

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"\*\*`([A-Za-z]+:)`\*\*")]
    private static partial Regex SectionName();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
