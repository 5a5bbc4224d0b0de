using System.Diagnostics;
using System.Text;
using Bulletin.Replay;

// Bulletin.Replay URL FOLDER: replays the conversations of a folder through a running server, and compares what comes back.
if (args is not [var url, var folder])
{
    Console.Error.WriteLine("usage: Bulletin.Replay URL FOLDER");
    return 2;
}

var server = new Uri(url);
var lines = Line.ReadAll(folder);
if (lines.Count == 0) throw new InvalidOperationException($"No conversation in {folder}.");
var clock = Stopwatch.StartNew();

using var proog = await Person.SignUp(server, "proog");
using var emo = await Person.SignUp(server, "emo");
var topic = await proog.CreateTopic("A conversation, replayed");
await using var json = await Live.Connect(server, proog.Token, HubProtocol.Json, lines.Count);
await using var messagePack = await Live.Connect(server, emo.Token, HubProtocol.MessagePack, lines.Count);
await json.Join(topic, null);
await messagePack.Join(topic, null);

Func<Line, Task<Message>>[] ways =
[
    line => json.Post(topic, line), line => emo.Post(topic, line), line => proog.Post(topic, line), line => messagePack.Post(topic, line),
];
var answered = new List<Message>();
for (var i = 0; i < lines.Count; i++) answered.Add(await ways[i % ways.Length](lines[i]));

var differences =
    Compare("what the posts answered", answered)
    + Compare("REST, read by the one", await proog.ReadAll(topic))
    + Compare("REST, read by the other", await emo.ReadAll(topic))
    + Compare("heard live as JSON", await json.All(TimeSpan.FromSeconds(30)))
    + Compare("heard live as MessagePack", await messagePack.All(TimeSpan.FromSeconds(30)));
await using (var later = await Live.Connect(server, emo.Token, HubProtocol.MessagePack, lines.Count))
{
    var missed = Math.Min(100, lines.Count);
    differences += Compare($"the last {missed}, joined later", await later.Join(topic, lines.Count - missed), lines.Count - missed);
}

var bytes = lines.Sum(line => Encoding.UTF8.GetByteCount(line.Text));
Console.WriteLine($"{lines.Count} messages, {bytes} bytes, in {clock.Elapsed.TotalSeconds:0.0} s: {(differences == 0 ? "all of it came back as it was written" : $"{differences} differences")}");
return differences == 0 ? 0 : 1;

// Byte for byte: the same texts under seq 1, 2, 3 …, no more and no fewer.
int Compare(string where, IReadOnlyList<Message> messages, int from = 0)
{
    var different = Math.Abs(messages.Count - (lines.Count - from));
    for (var i = 0; i < Math.Min(messages.Count, lines.Count - from); i++)
    {
        var (line, message) = (lines[from + i], messages[i]);
        if (message.Seq == from + i + 1 && message.Revision == message.Seq && message.ClientId == line.ClientId && string.Equals(message.Text, line.Text, StringComparison.Ordinal)) continue;
        different++;
        Console.WriteLine($"  different: {where}, message {from + i + 1}");
    }

    Console.WriteLine($"{where}: {messages.Count} messages, {(different == 0 ? "the same" : $"{different} different")}");
    return different;
}
