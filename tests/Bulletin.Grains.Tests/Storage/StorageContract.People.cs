using Bulletin.Grains.Accounts;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Fact]
    public async Task People_are_found_by_the_beginning_of_a_name_or_a_word_of_it_in_order_of_what_was_found()
    {
        var word = Word();
        var byName = await Named($"{word}-B", "Zoë");
        var byDisplayName = await Named($"x{word}", $"{word.ToUpperInvariant()} Émile");
        var byWord = await Named($"w{word}", $"Jean-{word} Émile");
        var first = await Named($"{word}-a", "Someone");
        await Named($"y{word}", $"not{word}");

        Assert.Equal([byWord, byDisplayName, first, byName], await Find(word));
        Assert.Equal([byWord], (await storage.People.Find(word.ToUpperInvariant(), 1, null, Cancel)).Items);
        Assert.Equal([byWord, byDisplayName], await Find($"{word} e\u0301"));
        Assert.Equal([byWord], await Find($"jean-{word}"));
        Assert.Empty(await Find($"{word}%"));
    }

    [Fact]
    public async Task People_are_found_by_their_new_name_and_no_longer_by_the_old_one()
    {
        var (old, fresh) = (Word(), Word());
        var person = await Named($"p{old}", old);

        Assert.True(await storage.Users.ChangeDisplayName(person.Id, fresh, Cancel));

        Assert.Empty(await Find(old));
        Assert.Equal([person with { DisplayName = fresh }], await Find(fresh));
        Assert.Single(await Find(person.Username));
    }

    [Fact]
    public async Task A_user_name_that_is_taken_leaves_nothing_to_be_found_by()
    {
        var (name, word) = (Word(), Word());
        await Named(name, name);

        Assert.False(await storage.Users.Create(new StoredAccount(new User(Guid.CreateVersion7(), name, word, Start), "hash"), audit: null, Cancel));

        Assert.Empty(await Find(word));
    }

    [Fact]
    public async Task Pages_of_people_list_each_once_without_gap_although_some_are_found_by_many_words()
    {
        var word = Word();
        var people = new List<User>();
        // As many words as begin alike: seen one after the other, most are repeats.
        for (var i = 0; i < 12; i++) people.Add(await Named($"{word}-{i:00}", string.Join(' ', Enumerable.Range(0, i % 5).Select(n => $"{word[..6]}{n}"))));
        await storage.Users.Anonymise(people[7].Id, $"gone-{Word()}", "Deleted user", Start, audit: null, Cancel);

        var index = storage.PeopleOfReach(4);
        var seen = new List<User>();
        var shorter = 0;
        PersonPlace? after = null;
        do
        {
            var page = await index.Find(word[..6], 3, after, Cancel);
            if (page.Items.Count < 3 && page.Next is not null) shorter++;
            seen.AddRange(page.Items.Where(person => person.Username.StartsWith(word, StringComparison.Ordinal)));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(people.Where(person => person != people[7]).Select(person => person.Username), seen.Select(person => person.Username).Order(StringComparer.Ordinal));
        Assert.True(shorter > 0);
    }

    [Fact]
    public async Task Everybody_is_listed_by_user_name_when_nothing_is_asked_for()
    {
        var people = new[] { await NewUser(), await NewUser(), await NewUser() };
        var seen = new List<User>();
        PersonPlace? after = null;
        do
        {
            var page = await storage.People.Find(" ", 50, after, Cancel);
            seen.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(seen.OrderBy(person => Usernames.Key(person.Username), StringComparer.Ordinal), seen);
        Assert.All(people, person => Assert.Single(seen, person));
    }

    [Fact]
    public async Task A_place_before_the_list_does_not_lead_out_of_it()
    {
        var word = Word();
        var person = await Named($"{word}-a", "Someone");

        Assert.Equal([person], (await storage.People.Find(word, 10, new PersonPlace("", ""), Cancel)).Items);
        Assert.Empty((await storage.People.Find(word, 10, new PersonPlace("\U0010FFFF", "x"), Cancel)).Items);
    }

    [Fact]
    public async Task A_gateway_that_knows_user_names_only_pages_on_from_one()
    {
        var word = Word();
        var people = new[] { await Named($"{word}-a", "Someone"), await Named($"{word}-b", word), await Named($"{word}-c", "Someone") };

        var place = await storage.People.PlaceOf(people[1].Username.ToUpperInvariant(), word, Cancel);

        Assert.Equal([people[0], people[2]], (await storage.People.Find(word, 10, place, Cancel)).Items);
        Assert.Null(await storage.People.PlaceOf("nobody", word, Cancel));
    }

    private async Task<User> Named(string username, string displayName)
    {
        var user = new User(Guid.CreateVersion7(), username, displayName, Start);
        Assert.True(await storage.Users.Create(new StoredAccount(user, "hash"), audit: null, Cancel));
        return user;
    }

    private async Task<IReadOnlyList<User>> Find(string typed) => (await storage.People.Find(typed, 10, null, Cancel)).Items;
}
