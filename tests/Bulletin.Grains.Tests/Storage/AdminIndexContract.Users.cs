using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class AdminIndexContract
{
    private static readonly UserQuery everybody = new(null, null, null, null, UserOrder.Username, 3, null);

    public static TheoryData<UserOrder> UserOrders => new(Enum.GetValues<UserOrder>());

    [Theory]
    [MemberData(nameof(UserOrders))]
    public async Task Every_account_is_listed_once_in_the_order_that_is_asked_for(UserOrder order)
    {
        var users = await NewPeople();

        foreach (var limit in (int[])[1, 3, 50])
        {
            var seen = await Walk(limit, next => Index.Users(everybody with { Order = order, Limit = limit, After = next }, Start, Cancel));

            Assert.Equal(seen.Count, seen.DistinctBy(user => user.User.Id).Count());
            Assert.Subset(seen.Select(user => user.User.Id).ToHashSet(), users.Select(user => user.Id).ToHashSet());
            Assert.Equal(InOrder(seen, order).Select(user => user.User.Id), seen.Select(user => user.User.Id));
        }
    }

    [Theory]
    [MemberData(nameof(UserOrders))]
    public async Task Filters_leave_out_what_they_say_in_every_order(UserOrder order)
    {
        await NewPeople();
        var all = await Walk(200, next => Index.Users(everybody with { Order = order, Limit = 200, After = next }, Start, Cancel));
        (UserQuery Query, Func<ListedUser, bool> Fits)[] filters =
        [
            (everybody with { Role = SiteRole.Member }, user => user.Role == SiteRole.Member),
            (everybody with { Role = SiteRole.Moderator }, user => user.Role == SiteRole.Moderator),
            (everybody with { State = AccountState.Closed }, user => user.IsClosed),
            (everybody with { State = AccountState.Suspended }, user => user.Suspension is { } suspension && !suspension.IsOver(Start)),
            (everybody with { State = AccountState.Active }, user => !user.IsClosed && user.Suspension?.IsOver(Start) is not false),
            (everybody with { CreatedAfter = Start.AddSeconds(2) }, user => user.User.CreatedAt >= Start.AddSeconds(2)),
            (everybody with { Role = SiteRole.Moderator, State = AccountState.Suspended }, user => user.Role == SiteRole.Moderator && user.Suspension?.IsOver(Start) is false),
        ];

        foreach (var (query, fits) in filters)
        {
            var seen = await Walk(3, next => Index.Users(query with { Order = order, After = next }, Start, Cancel));

            Assert.NotEmpty(seen);
            Assert.Equal(all.Where(fits), seen);
        }
    }

    [Fact]
    public async Task A_search_lists_each_person_once_however_many_of_their_words_fit()
    {
        var word = Guid.CreateVersion7().ToString("n")[12..];
        List<User> people = [];
        for (var i = 0; i < 9; i++) people.Add(await NewUser(displayName: string.Join(' ', Enumerable.Range(0, 1 + i % 4).Select(n => $"{word}{n}"))));
        await NewUser(displayName: $"not{word}");

        var seen = await Walk(2, next => Index.Users(everybody with { Search = word.ToUpperInvariant(), Limit = 2, After = next }, Start, Cancel));

        Assert.Equal(people.Select(person => person.Id).Order(), seen.Select(user => user.User.Id).Order());
    }

    [Fact]
    public async Task An_account_is_shown_with_what_it_has_left()
    {
        var ada = await NewUser();
        await NewTopic(ada);
        await NewTopic(ada, Access.Private);

        var details = await Index.User(ada.Id, Cancel);

        Assert.Equal(new UserDetails(new ListedUser(ada, SiteRole.Member, null, null, IsClosed: false, HasPassword: true), new UserTraces(0, 2, 1, 0)), details);
        Assert.Null(await Index.User(Guid.CreateVersion7(), Cancel));
    }

    /// <summary>Some of every kind, several of each at the same times.</summary>
    private async Task<List<User>> NewPeople()
    {
        List<User> people = [];
        for (var i = 0; i < 24; i++)
        {
            var user = await NewUser(Start.AddSeconds(i / 5));
            if (i % 3 == 1) await storage.Users.Seen(user.Id, Start.AddMinutes(i / 6), Cancel);
            var role = i % 6 == 0 ? SiteRole.Moderator : SiteRole.Member;
            Suspension? suspension = i % 4 == 0 ? new(Start.AddDays(-2), i % 8 == 0 ? Start.AddDays(-1) : null, "Rude") : null;
            StoredAccount account = new(user, "hash");
            await storage.Users.Administer(account, account with { Role = role, Suspension = suspension }, [], Cancel);
            if (i % 11 == 3) await storage.Users.Anonymise(user.Id, $"gone-{user.Username}", "Deleted user", Start, audit: null, Cancel);
            people.Add(user);
        }
        return people;
    }

    private static IEnumerable<ListedUser> InOrder(IEnumerable<ListedUser> users, UserOrder order)
    {
        var byId = users.OrderBy(user => user.User.Id.ToString(), StringComparer.Ordinal);
        return order switch
        {
            UserOrder.Username => users.OrderBy(user => Usernames.Key(user.User.Username), StringComparer.Ordinal),
            UserOrder.UsernameDescending => users.OrderByDescending(user => Usernames.Key(user.User.Username), StringComparer.Ordinal),
            UserOrder.Created => byId.OrderBy(user => user.User.CreatedAt),
            UserOrder.CreatedDescending => byId.Reverse().OrderByDescending(user => user.User.CreatedAt),
            UserOrder.LastSeen => byId.OrderBy(user => user.LastSeenAt ?? DateTimeOffset.UnixEpoch),
            _ => byId.Reverse().OrderByDescending(user => user.LastSeenAt ?? DateTimeOffset.UnixEpoch),
        };
    }
}
