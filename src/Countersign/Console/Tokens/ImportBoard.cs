using System.Collections.Concurrent;
using Countersign.Mfa.Tokens;

namespace Countersign.Console.Tokens;

/// <summary>How far imports are that run in this process at the moment, for the page that waits for them. Decoration: nothing relies on it.</summary>
internal sealed class ImportBoard
{
    private readonly ConcurrentDictionary<(string UserName, string UploadId), State> _running = new();

    /// <summary>How far one is.</summary>
    /// <param name="Phase"><c>receiving</c>, <c>reading</c>, <c>storing</c>, or <c>none</c> when none is running.</param>
    /// <param name="Done">Bytes so far.</param>
    /// <param name="Of">Bytes in all; 0 when not known.</param>
    /// <param name="Rows">Tokens so far.</param>
    public sealed record State(string Phase, long Done, long Of, int Rows)
    {
        public static readonly State None = new("none", 0, 0, 0);
    }

    public State Look(string userName, string uploadId) => _running.GetValueOrDefault((userName, uploadId), State.None);

    /// <summary>Begins to tell; ends with what is returned.</summary>
    public Running Begin(Frame.Visit visit, string uploadId, string phase) => new(this, (visit.Session!.UserName, uploadId), phase);

    /// <summary>One that runs.</summary>
    public sealed class Running : IProgress<ImportProgress>, IDisposable
    {
        private readonly ImportBoard _board;
        private readonly (string, string) _key;
        private readonly string _phase;

        public Running(ImportBoard board, (string, string) key, string phase)
        {
            (_board, _key, _phase) = (board, key, phase);
            _board._running[_key] = new State(_phase, 0, 0, 0);
        }

        public void Report(ImportProgress value) => _board._running[_key] = new State(_phase, value.Read, value.Length, value.Rows);

        public void Dispose() => _board._running.TryRemove(_key, out _);
    }
}
