using Bulletin.Api.Http;
using Bulletin.Api.Search;
using CsCheck;
using NodaTime;

namespace Bulletin.Api.Tests.Search;

/// <summary>Whatever is typed is a search or is refused with a reason.</summary>
public sealed class AnySearchTests
{
    private static readonly string[] Parts =
        ["tea", " ", "\"", "“", "-", "--", ":", "from:", "in:", "Before:", "after:", "mentions:", "has:", "is:mine", "has:link", "me", "2026-01-31", "0001-01-01", "9999-12-31",
         "C++", "日本", "🍵", "\ud800", "\0", "\u200b", "\u3000", "*", "(", "'", "\\", "AND", "NEAR(", "%"];

    [Fact]
    public void Any_input_is_a_search_or_refused() =>
        Gen.Frequency((3, Gen.Int[0, Parts.Length - 1].Select(at => Parts[at])), (1, Gen.String)).Array[0, 12].Sample(parts =>
        {
            var fields = new ValidationErrors();
            var query = string.Concat(parts);
            var text = SearchText.Read(query, fields);
            if (!fields.IsEmpty) return;
            Assert.InRange(text!.Texts.Count + text.From.Count + text.In.Count + text.Mentions.Count, 0, SearchText.MaxTokens);
            Assert.All(text.Texts, part => Assert.False(string.IsNullOrWhiteSpace(part.Text)));
            foreach (var zone in (string[])["UTC", "Pacific/Kiritimati", "America/Los_Angeles"])
            {
                var (from, until) = (SearchDays.EndOf(text.After, DateTimeZoneProviders.Tzdb[zone]), SearchDays.StartOf(text.Before, DateTimeZoneProviders.Tzdb[zone]));
                Assert.True(from is null or { Year: >= 1970 and <= 2100 } && until is null or { Year: >= 1970 and <= 2100 });
            }
        });
}
