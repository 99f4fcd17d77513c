"""fake"""
import numpy as np
CLASSES={"actor":["none","vehicle","person"],"action":["none","moves","stops"],"direction":["none","left","right"],"camera":["still","pan-left","pan-right"],"sound":["none","engine","horn"],"time":["day","night"],"second":["none","vehicle","person"]}
SOUNDS=["engine","horn"]; KINDS=["none","vehicle","person"]; MOVES=["none","left","right"]; QUIET="none"
def slots(t,i):
    return {k:v[(t["seed"]*7+i*(3+j))%len(v)] for j,(k,v) in enumerate(CLASSES.items())}
def corpus(): return ["By day, camera still: vehicle moves left.","Днём камера неподвижна"]*3
def table(shards):
    n=shards.size; r=np.random.default_rng(0)
    t={f"slot.{k}":np.full(n,-1) for k in CLASSES}
    for f in shards.files:
        for i in range(f.count):
            for k,v in slots(f.truth,i).items(): t[f"slot.{k}"][f.first+i]=CLASSES[k].index(v)
    t["cells"]=r.integers(0,3,(n,15)); t["moves"]=r.integers(0,3,(n,15)); t["sounds"]=r.integers(0,2,(n,10,2)).astype(np.float32)
    return t
def mirrored(name,values):
    return values[...,::-1] if name in("cells","moves") else values
def window_text(shards,file,at,count,lang,flip=False,mute=""):
    return (" ".join(window_slots(shards,file,at,count).values()))
def window_slots(shards,file,at,count): return slots(file.truth,at+count-1)
def parse(text,lang): return dict(zip(CLASSES,text.split()))
