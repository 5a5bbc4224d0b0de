using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Topics.Mentions;
using Bulletin.Grains.Accounts;
using Microsoft.Extensions.Options;

namespace Bulletin.Api.Tests;

public sealed class MentionLookupTests
{
    private readonly AllLimits limits = new(Options.Create(new LimitOptions()), TimeProvider.System);
    private readonly OneSilo silo;
    private readonly MentionLookup mentions;

    public MentionLookupTests(OneSilo silo) => (this.silo, mentions) = (silo, new(silo.Grains, limits, TimeProvider.System));

    [Fact]
    public async Task People_are_found_by_their_names_in_any_case_once_each()
    {
        var (ada, bob) = (await silo.SignUp(), await silo.SignUp());

        var found = await Find($"@{NameOf(bob).ToUpperInvariant()} and @{NameOf(ada)} and @{NameOf(bob)}", ada);

        Assert.Equal([bob.User.Id, ada.User.Id], found.UserIds);
        Assert.False(found.All);
    }

    [Fact]
    public async Task A_name_at_the_end_of_a_sentence_is_found()
    {
        var ada = await silo.SignUp();

        Assert.Equal([ada.User.Id], (await Find($"Ask @{NameOf(ada)}.", ada)).UserIds);
    }

    [Fact]
    public async Task A_name_that_nobody_has_is_just_text() => Assert.Null((await Find("@nobody-has-this-name", await silo.SignUp())).UserIds);

    [Fact]
    public async Task Whoever_is_in_debt_for_what_they_searched_mentions_nobody_for_now()
    {
        var ada = await silo.SignUp();
        limits.Searching.Charge(ada.User.Id.ToString(), new LimitOptions().Searching.Burst + 100);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => Find($"@{NameOf(ada)}", ada));

        Assert.Equal(("rate_limited", "searching"), (refused.Problem.Code, refused.Problem.Limit));
        Assert.Null((await Find("tea?", ada)).UserIds);
    }

    [Fact]
    public async Task Everybody_is_mentioned_besides_people()
    {
        var ada = await silo.SignUp();

        var found = await Find($"@all, and above all @{NameOf(ada)}", ada);

        Assert.True(found.All);
        Assert.Equal([ada.User.Id], found.UserIds);
    }

    [Fact]
    public void A_text_without_an_at_sign_asks_nobody()
    {
        var found = mentions.Find("tea?", author: null!, TestContext.Current.CancellationToken);

        Assert.True(found.IsCompletedSuccessfully);
    }

    private async Task<Mentioned> Find(string text, Actor author) => await mentions.Find(text, author, TestContext.Current.CancellationToken);

    private static string NameOf(Actor person) => person.User.Username;
}
