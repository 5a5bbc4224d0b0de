using Bulletin.Grains.Personal;

namespace Bulletin.Grains.Tests.Personal;

/// <summary>Two activations of a person, as in a split of the cluster: the other one claims and writes in the store directly.</summary>
public abstract partial class PersonalContract
{
    [Fact]
    public async Task A_draft_or_a_choice_is_not_acknowledged_by_an_activation_that_was_taken_over()
    {
        var (lin, person, topicId) = await Reader(messages: 2);
        await person.Read(topicId, 1, 2, isMember: false, Cancel);
        await Store.Claim(lin, Cancel);

        await Assert.ThrowsAsync<StorageUnavailableException>(() => person.SaveDraft(topicId, new("Well", null), 0, 2, isMember: false, Cancel));
        Assert.Equal("Well", (await person.SaveDraft(topicId, new("Well", null), 0, 2, isMember: false, Cancel)).Value!.Draft!.Text);

        await Store.Claim(lin, Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => person.SetLevel(topicId, NotificationLevel.All, 2, isMember: false, Cancel));
        await person.States([topicId], Cancel);
        await Store.Claim(lin, Cancel);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => person.ReadAll(Cancel));
        Assert.Equal("Well", Assert.Single(await person.States([topicId], Cancel)).Draft!.Text);
    }

    [Fact]
    public async Task Reading_a_topic_does_not_take_back_what_was_chosen_and_drafted_elsewhere()
    {
        var (lin, person, topicId) = await Reader(messages: 3);
        await person.Read(topicId, 1, 3, isMember: false, Cancel);
        await Deactivate(person);
        await person.States([topicId], Cancel);
        var row = Assert.Single(await Store.Load(lin, Cancel)) with { Level = NotificationLevel.Mentions, Following = true, Draft = new("Well", null, 7) };
        // The same epoch: this activation still holds it, with what it read before.
        Assert.True(await Store.Save(lin, 2, [row], Cancel));

        await person.Read(topicId, 2, 3, isMember: false, Cancel);
        await Deactivate(person);

        var state = Assert.Single(await person.States([topicId], Cancel));
        Assert.Equal((2, NotificationLevel.Mentions, true, "Well"), (state.ReadSeq, state.Level, state.Following, state.Draft?.Text));
    }
}
