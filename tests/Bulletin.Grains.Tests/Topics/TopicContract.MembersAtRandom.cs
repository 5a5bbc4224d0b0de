using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using CsCheck;

namespace Bulletin.Grains.Tests.Topics;

// Four people write, read and change who may do so, all at once, while calls fail and the topic leaves memory: what each may have been
// answered follows from who was a member when.
public abstract partial class TopicContract
{
    private static readonly Gen<(Act Kind, int Whom, int Which)[][]> Rooms =
        Gen.Select(Gen.Frequency(
                (6, Gen.Const(Act.Post)), (2, Gen.Const(Act.Edit)), (2, Gen.Const(Act.Delete)),
                (4, Gen.Const(Act.ReadLatest)), (4, Gen.Const(Act.ReadHistory)), (4, Gen.Const(Act.ReadChanges)),
                (5, Gen.Const(Act.Add)), (5, Gen.Const(Act.Remove)), (2, Gen.Const(Act.Promote)), (2, Gen.Const(Act.Demote)),
                (2, Gen.Const(Act.Leave)), (2, Gen.Const(Act.Accept)), (1, Gen.Const(Act.AddElsewhere)), (1, Gen.Const(Act.Forget)), (1, Gen.Const(Act.Fail))),
            Gen.Int[0, 3], Gen.Int[0, 60]).Array[5, 25].Array[4];

    [Fact]
    public Task Whoever_comes_and_goes_nobody_is_answered_anything_that_was_not_for_them() => Rooms.SampleAsync(Room, iter: 25, threads: 1);

    private async Task Room((Act Kind, int Whom, int Which)[][] rooms)
    {
        // Left over from a run that failed.
        Faults.Clear();
        Cluster.MemberFaults.Clear();
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Cluster.SignUp($"p{i}", moderator: i == 3)));
        var topic = await Cluster.NewPrivateTopic(people[0], people[1]);
        // Some of it is not in memory.
        await Task.WhenAll(Enumerable.Range(0, 55).Select(i => Post(topic, people[0], $"old {i}")));
        var (invitation, _) = await Invite(topic, people[0]);
        Stays stays = new(people.Length, members: 2);

        await Task.WhenAll(rooms.Select((acts, who) => Occupant(topic, people, who, acts, invitation.Id, stays)));
        Faults.Clear();
        Cluster.MemberFaults.Clear();

        stays.Check();
        var id = topic.GetPrimaryKey();
        var members = (await Cluster.Members.Load(id, Cancel))!;
        Assert.Contains(members.ById.Values, member => member.Role == Role.Owner);
        for (var who = 0; who < people.Length; who++)
        {
            if (stays.IsNow(who) is { } isMember) Assert.Equal(isMember, members.Has(people[who].User.Id));
            Assert.Equal(members.Has(people[who].User.Id) ? Refusal.None : Refusal.TopicNotFound, (await topic.Get(people[who].User.Id, Cancel)).Refusal);
        }
        Assert.Equal(members.Version, (await topic.Readers(Cancel)).Value!.Version);
        Assert.Equal(members.InOrder, (await topic.Members(members.UserIds[0], Cancel)).Value!.Items);

        var log = await Cluster.Log.After(id, 0, 1_000, Cancel);
        Assert.Equal(Numbers(1, log.Count), log.Select(m => m.Seq));
        Assert.Equal(log.Count, log.Select(m => m.Revision).Distinct().Count());
        Assert.Equal(log.Count, log.Select(m => (m.Author.Id, m.ClientId)).Distinct().Count());
        Assert.True(stays.Posted.IsSubsetOf(log.Select(m => m.ClientId)));
    }

    private async Task Occupant(ITopicGrain topic, Actor[] people, int who, (Act Kind, int Whom, int Which)[] acts, Guid invitationId, Stays stays)
    {
        var me = people[who];
        foreach (var (kind, whom, which) in acts)
        {
            var (text, clientId) = ($"{Guid.CreateVersion7()}", Guid.CreateVersion7());
            switch (kind)
            {
                case Act.Post:
                    await Ask(async () => await topic.Post(new(clientId, me, text, null), Cancel) is var o ? (o.Refusal, o.Value is { } posted ? [posted.Message] : []) : default);
                    break;
                case Act.Edit:
                    await Ask(async () => One(await topic.Edit(new(which, me, text), Cancel)));
                    break;
                case Act.Delete:
                    await Ask(async () => One(await topic.Delete(new(which, me), Cancel)));
                    break;
                case Act.ReadLatest:
                    await Ask(async () => await topic.Latest(0, me.User.Id, Cancel) is var o ? (o.Refusal, o.Value?.Page!.Items ?? []) : default);
                    break;
                case Act.ReadHistory when which % 2 == 0:
                    await Ask(async () => One(await topic.ReadOne(which + 1, me.User.Id, Cancel)));
                    break;
                case Act.ReadHistory:
                    await Ask(async () => await topic.Read(new(200, After: which), me.User.Id, Cancel) is var o ? (o.Refusal, o.Value?.Items ?? []) : default);
                    break;
                case Act.ReadChanges:
                    await Ask(async () => await topic.Changes(which, 200, me.User.Id, Cancel) is var o ? (o.Refusal, o.Value?.Items ?? []) : default);
                    break;
                case Act.Add: await Put(null); break;
                case Act.Promote: await Put(Role.Owner); break;
                case Act.Demote: await Put(Role.Member); break;
                case Act.Remove: await Expel(whom); break;
                case Act.Leave: await Expel(who); break;
                case Act.Accept:
                    await Ask(async () => await topic.AcceptInvitation(invitationId, me, Cancel) is var o ? (o.Refusal, []) : default, comes: who);
                    break;
                case Act.AddElsewhere:
                    await stays.Change(whom, comes: true, async () =>
                    {
                        await StorageCommands.MakeOwner(Cluster.Services, topic.GetPrimaryKey(), people[whom].User.Username, Cancel);
                        return true;
                    });
                    break;
                case Act.Forget: await Deactivate(topic); break;
                case Act.Fail:
                    (which % 2 == 0 ? Faults : Cluster.MemberFaults).Plan(whom % 2 == 0 ? Fault.BeforeCommit : Fault.AfterCommit);
                    break;
            }

            Task Put(Role? role) =>
                Ask(async () => await topic.PutMember(new(people[whom].User, role, me), Cancel) is var o ? (o.Refusal, []) : default, comes: whom);

            Task Expel(int whom) =>
                Ask(async () => await topic.RemoveMember(new(people[whom].User.Id, me), Cancel) is var o ? (o.Refusal, []) : default, goes: whom);

            // Asks until there is an answer: the faults are few.
            async Task Ask(Func<Task<(Refusal, IReadOnlyList<Message>)>> call, int? comes = null, int? goes = null)
            {
                stays.Write(text, clientId);
                for (var tries = 0; ; tries++)
                {
                    Assert.True(tries < 100, "The topic gives no answer any more.");
                    try
                    {
                        if (await stays.Ask(who, comes, goes, call, clientId) is not Refusal.Retry) return;
                    }
                    catch (StorageUnavailableException)
                    {
                        // Its outcome is unknown: the same once more, as a client would.
                    }
                }
            }
        }
    }

    private static (Refusal, IReadOnlyList<Message>) One(Outcome<Message> outcome) => (outcome.Refusal, outcome.Value is { } message ? [message] : []);

    private enum Act
    {
        Post,
        Edit,
        Delete,
        ReadLatest,
        ReadHistory,
        ReadChanges,
        Add,
        Remove,
        Promote,
        Demote,
        Leave,
        Accept,
        AddElsewhere,
        Forget,
        Fail,
    }
}
