using Bulletin.Grains.Accounts;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>People by their ids, such as those who have reacted to a message, and by their names, such as those whom one mentions.</summary>
public abstract partial class AccountContract
{
    [Fact]
    public async Task People_are_found_by_their_ids_in_the_order_in_which_these_are_given()
    {
        var (ada, bob) = (await SignUp(NewName()), await SignUp(NewName()));

        var found = await cluster.Grains.GetGrain<IPeopleGrain>(0).ByIds((Guid[])[bob.Id, Guid.CreateVersion7(), ada.Id], Cancel);

        Assert.Equal([bob.Username, ada.Username], found.Select(user => user.Username));
    }

    [Fact]
    public async Task Whoever_has_closed_their_account_is_found_under_another_name()
    {
        var ada = await SignUp(NewName());
        Assert.NotNull((await Account(ada.Username).Close(ada.Id, Cancel)).Value);

        var found = await cluster.Grains.GetGrain<IPeopleGrain>(0).ByIds((Guid[])[ada.Id], Cancel);

        Assert.True(Usernames.IsClosed(Assert.Single(found).Username));
    }

    [Fact]
    public async Task People_are_found_by_their_usernames_without_names_that_nobody_has_any_more()
    {
        var (ada, bob, lin) = (await SignUp(NewName()), await SignUp(NewName()), await SignUp(NewName()));
        Assert.NotNull((await Account(lin.Username).Close(lin.Id, Cancel)).Value);

        var found = await cluster.Grains.GetGrain<IPeopleGrain>(0).ByNames(
            [Usernames.Key(bob.Username), Usernames.Key(NewName()), Usernames.Key(lin.Username), Usernames.Key(ada.Username), Usernames.Key(bob.Username)], Cancel);

        Assert.Equal(new[] { ada.Id, bob.Id }.Order(), found.Select(user => user.Id).Order());
    }
}
