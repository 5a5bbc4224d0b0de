using Bulletin.Api.Http;
using Bulletin.Api.Topics.Reactions;

namespace Bulletin.Api.Tests;

public sealed class EmojiTests
{
    [Theory]
    [InlineData("👍")]
    [InlineData("👍🏽")]
    [InlineData("🇨🇭")]
    [InlineData("🏴󠁧󠁢󠁳󠁣󠁴󠁿")]
    [InlineData("👩‍👩‍👧‍👦")]
    [InlineData("🧑🏻‍🤝‍🧑🏿")]
    [InlineData("©")]
    public void Any_one_emoji_is_a_reaction(string emoji) => Assert.Equal(emoji, Emoji.Normalised(emoji));

    [Theory]
    [InlineData("❤️", "❤")]
    [InlineData("❤", "❤")]
    [InlineData("#️⃣", "#⃣")]
    [InlineData("🏳️‍🌈", "🏳‍🌈")]
    [InlineData("👁️‍🗨️", "👁‍🗨")]
    public void Spellings_of_the_same_emoji_are_one_reaction(string sent, string stored) => Assert.Equal(stored, Emoji.Normalised(sent));

    [Theory]
    [InlineData("")]
    [InlineData("️")]
    [InlineData("a")]
    [InlineData("1")]
    [InlineData("#")]
    [InlineData(":+1:")]
    [InlineData("👍👍")]
    [InlineData("👍 ")]
    [InlineData("🏽")]
    [InlineData("🇨")]
    [InlineData("🇽🇽")]
    [InlineData("👍‍👍")]
    [InlineData("# The")]
    public void Anything_else_is_refused(string text)
    {
        var refused = Assert.Throws<ProblemException>(() => Emoji.Normalised(text));

        Assert.Equal("emoji", Assert.Single(refused.Problem.Errors!).Key);
    }
}
