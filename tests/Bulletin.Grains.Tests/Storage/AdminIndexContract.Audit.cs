using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class AdminIndexContract
{
    private static readonly AuditQuery allActs = new(null, null, null, null, null, 3, null);

    [Fact]
    public async Task Every_act_that_a_filter_lets_through_is_listed_once_newest_first()
    {
        var (ada, target) = (await NewUser(), Guid.CreateVersion7());
        string[] actions = [AuditActions.UserCreated, AuditActions.UserRenamed, AuditActions.TopicChanged];
        await storage.Services.GetRequiredService<IAuditLog>().Write(
            [
                .. Enumerable.Range(0, 30).Select(i => AuditEntry.Of(
                    i % 4 == 0 ? null : ada.Id, new Origin("192.0.2.1", null, IsAdminApi: true), actions[i % 3],
                    AuditTarget.Topic(i % 5 == 0 ? target : Guid.CreateVersion7(), $"Topic {i}"), null, new { I = i }, Start.AddSeconds(i / 3))),
            ],
            Cancel);

        var all = await Walk(200, next => Index.Audit(allActs with { Limit = 200, After = next }, Cancel));
        Assert.Equal(all.OrderByDescending(act => act.Entry.At).ThenByDescending(act => act.Entry.Id.ToString(), StringComparer.Ordinal), all);
        Assert.All(all, act => Assert.Equal(act.Entry.ActorId, act.Actor?.Id));
        Assert.Contains(all, act => act.Actor == ada);
        Assert.Equal(6, all.Count(act => act.Entry.Target.Id == target));

        var (from, to) = (Start.AddSeconds(3), Start.AddSeconds(7));
        (AuditQuery Query, Func<AuditEntry, bool> Fits)[] filters =
        [
            (allActs, _ => true),
            (allActs with { ActorId = ada.Id }, entry => entry.ActorId == ada.Id),
            (allActs with { TargetId = target }, entry => entry.Target.Id == target),
            (allActs with { TargetId = target, ActorId = ada.Id }, entry => entry.Target.Id == target && entry.ActorId == ada.Id),
            (allActs with { Action = "user" }, entry => entry.Action.StartsWith("user.", StringComparison.Ordinal)),
            (allActs with { Action = AuditActions.UserRenamed }, entry => entry.Action == AuditActions.UserRenamed),
            (allActs with { From = from, To = to }, entry => entry.At >= from && entry.At < to),
            (allActs with { From = from, To = to, ActorId = ada.Id }, entry => entry.At >= from && entry.At < to && entry.ActorId == ada.Id),
        ];
        foreach (var (query, fits) in filters)
            foreach (var limit in (int[])[1, 3])
            {
                var seen = await Walk(limit, next => Index.Audit(query with { Limit = limit, After = next }, Cancel));

                Assert.NotEmpty(seen);
                Assert.Equal(all.Where(act => fits(act.Entry)), seen);
            }
        Assert.Empty((await Index.Audit(allActs with { Action = "use" }, Cancel)).Items);
    }
}
